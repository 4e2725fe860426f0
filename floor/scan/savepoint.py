"""One item of a request apart from the others: a mistake of ours in it must not keep a tablet's queue waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

log = logging.getLogger(__name__)


def apart(conn: Connection, work: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Runs ``work`` in a savepoint; where it fails by a mistake of ours, ``otherwise`` answers instead."""
    conn.exec_driver_sql("SAVEPOINT item")
    try:
        result = work()
    except DBAPIError:
        raise  # the database's trouble is not the item's: everything is tried again
    except Exception:
        log.exception("an item could not be understood")
        conn.exec_driver_sql("ROLLBACK TO item")
        result = otherwise()
    conn.exec_driver_sql("RELEASE item")
    return result
