"""Which requests change nothing: those of a method that only reads, and the export, a POST that pages."""

EXPORT = "/v2/link/bulk_export"


def only_reads(method: str, path: str) -> bool:
    """Whether nothing can be lost by sending it again."""
    return method in ("GET", "HEAD") or (method == "POST" and path == EXPORT)
