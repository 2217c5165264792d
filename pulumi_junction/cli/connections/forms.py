"""The forms of a file of connections: what `connections import` reads."""

import csv
import io
import json
from typing import BinaryIO

from pulumi_junction.core.connections import FIELDS


def to_json(lines: BinaryIO, out: BinaryIO) -> None:
    """Write an array, a connection a line."""
    between = b"[\n"
    for line in lines:
        out.write(between + line.rstrip(b"\n"))
        between = b",\n"
    out.write(b"\n]\n" if between == b",\n" else b"[]\n")


def to_csv(lines: BinaryIO, out: BinaryIO) -> None:
    """Write a heading and rows; scopes are apart by spaces, and nothing where there are none."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.DictWriter(text, FIELDS, lineterminator="\n")
    writer.writeheader()
    for line in lines:
        row = json.loads(line)
        writer.writerow(row | {"oauth_scopes": " ".join(row["oauth_scopes"] or ())})
    text.flush()
    text.detach()
