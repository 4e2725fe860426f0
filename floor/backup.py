"""Copies of the database: taken while serving, put back while not."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

from .doors.certificates import CertificateTrouble
from .doors.copies import keep_copy, put_back_missing
from .settings import Settings

_log = logging.getLogger(__name__)
_PREFIX = "sqlite:///"
_UPLOADS = "uploads"
_DRAFT = ".draft"


class BackupFailed(Exception):
    """A copy that could not be taken or put back; the message says why."""


def backup(settings: Settings) -> Path:
    """A consistent, checked copy in ``instance/backups/``; the floor may go on scanning meanwhile.

    Photos are kept in ``backups/uploads/``: all that ever were, for a copy of any day may need them. The certificates
    lie in ``backups/certificates/``, their keys too.
    """
    folder = settings.instance / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    _keep_files(settings.instance / _UPLOADS, folder / _UPLOADS)
    try:
        keep_copy(settings.instance, folder)
    except CertificateTrouble as error:
        _log.warning("The certificates were not copied. %s", error)
    name = f"floor-{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:4]}"
    if settings.on_sqlite:
        return _copy_sqlite(_file(settings), folder / f"{name}.db")
    return _run_postgres(
        ["pg_dump", "--format=custom", "--file", str(folder / f"{name}.dump"), _plain(settings)],
        folder / f"{name}.dump",
    )


def restore(settings: Settings, copy: Path) -> str:
    """Puts a copy back. The database in use is kept beside it; the epoch changes, so tablets send again what they keep.

    The caller holds ``serve.serving``. Answers what became of the certificates, as a sentence or nothing.
    """
    if not copy.is_file():
        raise BackupFailed(f"There is no file {copy}.")
    if settings.on_sqlite:
        _check(copy)
        target = _file(settings)
        if target.exists():
            backup(settings)
        for stale in (target.with_name(target.name + end) for end in ("-wal", "-shm")):
            stale.unlink(missing_ok=True)
        _copy_sqlite(copy, target.with_name(target.name + ".new")).replace(target)
    else:
        command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname"]
        _run_postgres([*command, _plain(settings), str(copy)], copy)
    _keep_files(copy.parent / _UPLOADS, settings.instance / _UPLOADS)
    if settings.on_sqlite:
        # Not left to the server: once a tablet reads it is too late, and reads and writes would bar each other.
        with closing(sqlite3.connect(_file(settings))) as restored:
            restored.execute("PRAGMA journal_mode=WAL")
    engine = create_engine(settings.database_url)
    with engine.begin() as conn:
        conn.execute(text("UPDATE site SET epoch = :epoch"), {"epoch": uuid4().hex})
    engine.dispose()
    try:
        return put_back_missing(settings.instance, copy.parent)
    except CertificateTrouble as error:
        return f"The certificates were not put back. {error}"


def _keep_files(source: Path, target: Path) -> None:
    """Brings those files over that are not there yet. A photo's file is never changed, so a second name for it will do;
    a folder on another disk gets a copy."""
    for file in sorted(source.rglob("*")):
        kept = target / file.relative_to(source)
        if not file.is_file() or file.suffix == _DRAFT or kept.exists():
            continue
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(file, kept)
        except OSError:
            draft = kept.with_name(kept.name + _DRAFT)
            shutil.copyfile(file, draft)
            draft.replace(kept)


def _file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix(_PREFIX))


def _copy_sqlite(source: Path, target: Path) -> Path:
    if not source.exists():
        raise BackupFailed("There is no database yet.")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    _check(target)
    return target


def _check(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as conn:
            found = conn.execute("PRAGMA integrity_check").fetchone()[0]
            conn.execute("SELECT COUNT(*) FROM move")
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"{copy.name} is no copy of a floor database ({error}).") from error
    if found != "ok":
        raise BackupFailed(f"{copy.name} is damaged: {found}.")


def _plain(settings: Settings) -> str:
    return settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)


def _run_postgres(command: list[str], product: Path) -> Path:
    if shutil.which(command[0]) is None:
        raise BackupFailed(f"{command[0]} is not installed: install the PostgreSQL client programs.")
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode != 0:
        raise BackupFailed(f"{command[0]} failed: {done.stderr.strip()[:400]}")
    return product
