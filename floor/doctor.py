"""What this machine has and what it lacks, in sentences."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from .doors import health
from .scan.decode import zbar_available
from .settings import Settings
from .stations import clips
from .stations.reader import files
from .upgrade import current, newest

_ROOM = 1024**3


def findings(settings: Settings) -> Iterator[tuple[bool | None, str]]:
    """Each finding: ``True`` is well, ``None`` could be better, ``False`` keeps floor from serving."""
    yield _database(settings)
    free = shutil.disk_usage(settings.instance).free
    yield (True if free > _ROOM else None), f"Disk: {free // 2**20} MiB free where the instance folder is."
    if zbar_available():
        yield True, "Labels are read by zxing-cpp and by zbar."
    else:
        yield None, "zbar is missing (package libzbar0): labels are read by zxing-cpp alone, some worn ones less well."
    if files(settings):
        yield True, "Tablets read their cameras' pictures themselves, with zxing-wasm."
    else:
        yield None, "zxing-wasm is missing (make setup fetches it): the server reads what tablets' cameras see."
    if clips.can_speak():
        how = "" if clips.packs_small() else "; with opusenc (package opus-tools) they would be a fifth as large"
        yield (None if how else True), f"Tablets say their answers, in clips that espeak-ng makes here{how}."
    else:
        yield None, "espeak-ng is missing (package espeak-ng): tablets speak with their own voice, or not at all."
    yield from health.findings(settings)
    year = time.gmtime().tm_year
    yield (True if year >= 2026 else None), f"Clock: {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC."


def _database(settings: Settings) -> tuple[bool, str]:
    kind = "SQLite" if settings.on_sqlite else "PostgreSQL"
    engine = create_engine(settings.database_url)
    try:
        with engine.connect():
            reached = current(settings.database_url)
    except SQLAlchemyError as error:
        return False, f"{kind} does not answer: {error.__class__.__name__}. Check database_url and that it runs."
    finally:
        engine.dispose()
    if reached is None:
        return True, f"{kind}: empty; tables are made at the first start."
    return True, f"{kind}: {'up to date' if reached == newest() else 'will be upgraded at the next start'}."
