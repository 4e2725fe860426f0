"""What Alembic runs: all steps that are missing in one transaction, or none of them."""

from __future__ import annotations

from typing import Any, cast

from alembic import context
from sqlalchemy import Connection

from floor import models
from floor.db import Base
from floor.migrations import triggers

# Two servers that start at once must not both upgrade; any number will do, as long as it stays this one.
_LOCK = 0x0F10_0001


def run(conn: Connection) -> None:
    """Takes the steps. On SQLite a table is changed by making it anew, which foreign keys would forbid."""
    on_sqlite = conn.dialect.name == "sqlite"
    if on_sqlite:
        # Past SQLAlchemy, which would begin a transaction first, and inside one this does nothing.
        cast(Any, conn.connection.driver_connection).execute("PRAGMA foreign_keys = OFF")
    with conn.begin():
        if not on_sqlite:
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        context.configure(connection=conn, target_metadata=Base.metadata, render_as_batch=True)
        context.run_migrations()
        triggers.create(conn)
        if on_sqlite and (broken := conn.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"the upgrade would leave rows that point nowhere, so nothing was changed: {broken[:5]}")


assert models.__all__  # noqa: S101 - imported for the tables that it adds to Base.metadata
run(context.config.attributes["connection"])
