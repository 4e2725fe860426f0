"""The demo: an invented workshop with two weeks behind it, made through the functions that a real one is made with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Connection, MetaData, create_engine, func, inspect, select

from .. import clock
from ..db import db
from ..doors import certificates
from ..doors.names import names_here
from ..models import Officer, Site
from ..models import Order as _Order
from ..settings import Settings
from ..upgrade import upgrade
from .history import MINUTES, tell
from .setting import SITE_CODE
from .welcome import welcome
from .working_time import A_DAY

__all__ = ["NotADemo", "prepare", "welcome"]


class NotADemo(click.ClickException):
    """The database is a workshop's: a demo neither opens nor resets it."""

    def __init__(self) -> None:
        super().__init__(
            "This instance holds a workshop's own database, not a demo: nothing was touched."
            " Name another folder for the demo: FLOOR_INSTANCE=demo floor demo"
        )


def prepare(settings: Settings, reset: bool) -> None:
    """Makes the demo if there is none, and brings the one that is there up to date; ``reset`` makes it anew.

    ``NotADemo`` where the database holds anything else; it is left as it is.
    """
    if (found := _found(settings)) is None:
        raise NotADemo
    if found and reset:
        _throw_away(settings)
    upgrade(settings.database_url)
    if not found or reset:
        _make(settings)
    if certificates.kept(settings.instance) is None:  # a reset keeps them: tablets that trust them go on doing so
        certificates.begin(settings.instance, "demo", names_here(settings.lan_names), datetime.now(UTC))


def _found(settings: Settings) -> bool | None:
    """Whether the database is a demo; ``None`` where it is a workshop's own. An empty one is none yet."""
    path = _file(settings)
    if path is not None and not path.exists():
        return False
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as conn:
            if not _in_use(conn):
                return False
            is_ours = conn.scalar(select(Site.code)) == SITE_CODE
            return True if is_ours and _mark(settings).exists() else None
    finally:
        engine.dispose()


def _in_use(conn: Connection) -> bool:
    """Whether anybody was entered into the database; tables of others count too."""
    tables = set(inspect(conn).get_table_names())
    if not tables:
        return False
    if not {"site", "officer", "orders"} <= tables:
        return True
    return any(conn.scalar(select(func.count()).select_from(model)) for model in (Site, Officer, _Order))


def _make(settings: Settings) -> None:
    _mark(settings).write_text("This instance is a demo: floor demo --reset throws its database away.\n")
    now = clock.now()
    db.open_for_writing(settings.database_url, settings.queue_limit)
    try:
        with click.progressbar(length=MINUTES // A_DAY, label="Menyiapkan demo") as bar:
            db.write(lambda conn: tell(conn, now, lambda: bar.update(1)))
    finally:
        db.close_writing()


def _throw_away(settings: Settings) -> None:
    path = _file(settings)
    if path is not None:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        return
    engine = create_engine(settings.database_url)
    with engine.begin() as conn:
        tables = MetaData()
        tables.reflect(conn)
        tables.drop_all(conn)
    engine.dispose()


def _mark(settings: Settings) -> Path:
    return settings.instance / "demo"


def _file(settings: Settings) -> Path | None:
    """The file of the embedded database."""
    return Path(settings.database_url.removeprefix("sqlite:///")) if settings.on_sqlite else None
