"""Triggers that refuse to change or delete what was once written, on both databases.

They stand on the tables themselves, so neither a slip in our code, nor a foreign key's cascade, nor somebody with a
database shell rewrites history by accident. Every upgrade ends by making them again: on SQLite a changed table is a
new table, and the old one takes its triggers with it. A migration that must touch old rows calls ``drop`` first.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

NEVER_CHANGED = (
    *("move", "scan", "inspection", "finding", "defect_found", "entry", "settlement", "looked_at", "change"),
    *("defect_spot", "inspection_picture", "deviation", "plan_restart"),
    *("inspection_lot", "lot_unit", "lot_plan", "lot_draw", "lot_result"),
    # A published version is what batches are judged by, for ever.
    *("standard_version", "check_item", "check_nominal", "standard_plan", "standard_defect"),
)

_SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is never changed: {verb} refused'); END
"""
# A shell's INSERT OR REPLACE would delete the row that is in the way without asking the trigger above.
_SQLITE_REPLACE = """
CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{table} is never changed: REPLACE refused'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%% is never changed: %% refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""
_POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def create(conn: Connection) -> None:
    """Makes the triggers anew on every table of the list that exists."""
    drop(conn)
    on_sqlite = conn.dialect.name == "sqlite"
    if not on_sqlite:
        conn.exec_driver_sql(_POSTGRESQL_FUNCTION)
    for table in _tables(conn):
        for verb in _verbs(conn):
            on_this = _SQLITE_REPLACE if verb == "REPLACE" else _SQLITE
            statement = on_this if on_sqlite else _POSTGRESQL
            conn.exec_driver_sql(statement.format(name=_name(table, verb), verb=verb, table=table))


def drop(conn: Connection) -> None:
    """Takes the triggers away, for a migration that must touch old rows; the upgrade's end makes them again."""
    for table in _tables(conn):
        for verb in _verbs(conn):
            on_table = "" if conn.dialect.name == "sqlite" else f" ON {table}"
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on_table}")


def missing(conn: Connection) -> list[str]:
    """The names of triggers that should stand and don't."""
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if conn.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    standing = set(conn.exec_driver_sql(catalogue).scalars())
    wanted = [_name(table, verb) for table in NEVER_CHANGED for verb in _verbs(conn)]
    return [name for name in wanted if name not in standing]


def _tables(conn: Connection) -> list[str]:
    existing = set(inspect(conn).get_table_names())
    return [table for table in NEVER_CHANGED if table in existing]


def _verbs(conn: Connection) -> tuple[str, ...]:
    return ("UPDATE", "DELETE", "REPLACE") if conn.dialect.name == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"
