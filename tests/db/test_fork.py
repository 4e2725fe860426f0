"""A server forks its workers: each writes for itself, and neither hurts the other."""

from __future__ import annotations

import subprocess
import sys

from tests.databases import OpenDatabase

_FORKING = """
import os, sys
from floor.db import db

def add(code):
    db.write(lambda conn: conn.exec_driver_sql(f"INSERT INTO partner (code, name, active) VALUES ('{code}', '', TRUE)"))

db.open_for_writing(sys.argv[1], 100)
add("BEFORE")
if (child := os.fork()) == 0:
    add("CHILD")
    db.close_writing()
    sys.exit(0)
add("PARENT")
assert os.waitpid(child, 0)[1] == 0
add("AFTER")
db.close_writing()
"""


def test_parent_and_child_both_write_after_a_fork(database: OpenDatabase) -> None:
    subprocess.run([sys.executable, "-c", _FORKING, database.url], check=True, timeout=60)
    codes = database.rows("SELECT code FROM partner ORDER BY code")
    assert codes == [("AFTER",), ("BEFORE",), ("CHILD",), ("PARENT",)]
