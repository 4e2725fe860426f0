"""What a printing page's form asks, done once however often it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from ...models import EntryKind
from ...office import rows
from ...office.asking import entry_asked, recorded
from ...scan.entries import Plan, once
from ...scan.record import EntryAsked

Detail = Mapping[str, Any]


def done_once(work: Callable[[Connection, EntryAsked], Detail]) -> Detail:
    """Runs ``work`` in a transaction and gives what it gave; for a form that comes again, what it gave the first time.

    ``Refused`` where it was refused, then or now.
    """
    asked = entry_asked(EntryKind.ISSUE)
    done = recorded(rows.write(lambda conn: once(conn, asked, lambda: Plan(detail=work(conn, asked)))))
    return done.detail
