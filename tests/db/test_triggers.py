"""What was once written stays: the tables themselves refuse to change it, on both databases."""

from __future__ import annotations

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.exc import IntegrityError

from floor.db import Base, db
from floor.migrations import triggers
from tests.databases import OpenDatabase, only


@pytest.mark.parametrize("table", triggers.NEVER_CHANGED)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_a_ledger_row_is_neither_changed_nor_deleted(ledger: OpenDatabase, table: str, verb: str) -> None:
    before = ledger.rows(f"SELECT * FROM {table}")
    statement = f"UPDATE {table} SET id = id + 1" if verb == "UPDATE" else f"DELETE FROM {table}"
    with pytest.raises(IntegrityError, match="never changed"):
        ledger.run(statement)
    assert before == ledger.rows(f"SELECT * FROM {table}") != []


@only("sqlite")
@pytest.mark.parametrize("table", triggers.NEVER_CHANGED)
def test_a_ledger_row_is_not_replaced(ledger: OpenDatabase, table: str) -> None:
    """INSERT OR REPLACE deletes without asking the triggers on DELETE, unless the connection says otherwise."""
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(IntegrityError, match="never changed"):
        db.write(lambda conn: conn.exec_driver_sql(replace))
    with pytest.raises(IntegrityError, match="never changed"):
        ledger.run(replace)  # as a plain shell would


@only("postgresql")
@pytest.mark.parametrize("table", triggers.NEVER_CHANGED)
def test_a_ledger_table_is_not_emptied(ledger: OpenDatabase, table: str) -> None:
    with pytest.raises(IntegrityError, match="never changed"):
        ledger.run(f"TRUNCATE {table} CASCADE")


def test_a_cascade_deletes_no_ledger_row(ledger: OpenDatabase) -> None:
    """Even if a later migration brought a cascade in by mistake."""
    _let_scans_be_deleted_with_their_station(ledger)
    with pytest.raises(IntegrityError, match="never changed"):
        ledger.run("DELETE FROM station")
    assert ledger.value("SELECT count(*) FROM scan") == 1


def test_no_foreign_key_cascades() -> None:
    keys = [key for table in Base.metadata.tables.values() for key in table.foreign_key_constraints]
    assert keys
    assert [str(key) for key in keys if _cascades(key)] == []


def test_a_table_made_anew_gets_its_triggers_again(ledger: OpenDatabase) -> None:
    _let_scans_be_deleted_with_their_station(ledger)
    with ledger.engine.connect() as conn:
        assert triggers.missing(conn) == []


def test_a_missing_trigger_is_noticed(ledger: OpenDatabase) -> None:
    with ledger.engine.begin() as conn:
        triggers.drop(conn)
        assert "move_no_delete" in triggers.missing(conn)


def _cascades(key: ForeignKeyConstraint) -> bool:
    return key.ondelete is not None or key.onupdate is not None


def _let_scans_be_deleted_with_their_station(ledger: OpenDatabase) -> None:
    """Changes the table scan the way a migration does; on SQLite that makes it anew."""
    with ledger.engine.connect() as conn:
        if ledger.on_sqlite:
            conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
        with Operations(MigrationContext.configure(conn)).batch_alter_table("scan") as scan:
            scan.drop_constraint("fk_scan_station_id", type_="foreignkey")
            scan.create_foreign_key("fk_scan_station_id", "station", ["station_id"], ["id"], ondelete="CASCADE")
        triggers.create(conn)
        conn.commit()
