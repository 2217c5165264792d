"""`/_emulator/faults`: tells a running emulator what goes wrong next. No part of the pretended API."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from pulumi_junction.emulator.faults import FaultSyntaxError
from pulumi_junction.emulator.guarded import AnEmulator
from pulumi_junction.emulator.management import ManagementRoute
from pulumi_junction.emulator.refusals import refuse

PREFIX = "/_emulator/"
"""Paths that are neither recorded nor delayed, and that no fault happens to."""

router = APIRouter(prefix=PREFIX.rstrip("/"), route_class=ManagementRoute, include_in_schema=False)


class Told(BaseModel):
    """One fault in words, or several."""

    model_config = ConfigDict(extra="forbid")

    fail: str | list[str]


@router.post("/faults")
async def tell(told: Told, emulator: AnEmulator) -> Any:
    """All of them, or with a 422 none."""
    try:
        emulator.fail(*([told.fail] if isinstance(told.fail, str) else told.fail))
    except FaultSyntaxError as wrong:
        refuse("body", "fail", str(wrong))
    return await left(emulator)


@router.get("/faults")
async def left(emulator: AnEmulator) -> Any:
    """What is still to come, counted from now."""
    return {"faults": emulator.faults.left()}


@router.delete("/faults")
async def clear(emulator: AnEmulator) -> Any:
    """Nothing more goes wrong."""
    emulator.clear_faults()
    return await left(emulator)
