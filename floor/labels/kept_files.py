"""PDFs that were made and read back, kept for a week in the instance folder until somebody fetches them."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

_WEEK = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Made:
    """What a PDF holds: how many labels, for what (``A-031-01``), on which medium, and the page to go back to."""

    labels: int
    title: str
    media: str
    back: str


def keep(folder: Path, file_id: str, pdf: bytes, made: Made) -> None:
    """Puts a PDF and what is known of it into the folder; those older than a week go."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _WEEK:
            old.unlink(missing_ok=True)
    _put(folder / f"{file_id}.pdf", pdf)
    # What is found is whole: the PDF stands there before this does.
    _put(folder / f"{file_id}.json", json.dumps(asdict(made)).encode())


def find(folder: Path, file_id: str) -> Made | None:
    """What is known of a PDF; ``None`` where there is none, or no longer."""
    try:
        return Made(**json.loads((folder / f"{file_id}.json").read_bytes()))
    except FileNotFoundError:
        return None


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{uuid4().hex}.draft")
    draft.write_bytes(content)
    draft.replace(path)
