"""PDFs that were made and read back, kept for a week in the instance folder. Later they are drawn again."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import uuid4

_WEEK = 7 * 24 * 3600


def keep(folder: Path, name: str, pdf: bytes) -> None:
    """Puts a PDF into the folder, whole or not at all; those older than a week go."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _WEEK:
            old.unlink(missing_ok=True)
    draft = folder / f"{uuid4().hex}.draft"
    draft.write_bytes(pdf)
    draft.replace(folder / f"{name}.pdf")


def find(folder: Path, name: str | None) -> bytes | None:
    """A PDF; ``None`` where there is none, or no longer."""
    try:
        return (folder / f"{name}.pdf").read_bytes() if name else None
    except FileNotFoundError:
        return None
