"""Sheets that were uploaded and looked at, kept for a day until somebody says that they shall be brought in."""

from __future__ import annotations

import time
from pathlib import Path

from .. import refusals
from ..refusals import Refused

_DAY = 24 * 3600


def keep(folder: Path, name: str, content: bytes) -> None:
    """Puts a file into the folder; those older than a day go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _DAY:
            old.unlink(missing_ok=True)
    draft = folder / f"{name}.draft"
    draft.write_bytes(content)
    draft.replace(folder / name)


def find(folder: Path, name: str) -> bytes:
    """A file that was kept; ``SHEET_GONE`` where it is no longer there."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        raise Refused(refusals.SHEET_GONE.because()) from None
