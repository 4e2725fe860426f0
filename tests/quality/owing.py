"""A standard that owes measurements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from floor.models import Batch, CheckItem, StandardVersion
from tests.cast import Shop


def owes(shop: Shop, how: str, first: int | None = None) -> None:
    """The batch is judged by a version that owes the chest on so many pieces."""

    def work(conn: Connection) -> None:
        own = select(StandardVersion.standard_id).where(StandardVersion.id == shop.ids["standard"]).scalar_subquery()
        version = insert(StandardVersion).values(standard_id=own, number=2, published_at=shop.now)
        values = {"position": 1, "text": "Lingkar dada", "kind": "measured", "measure": "cm", "severity": "major"}
        limits = {"nominal": 108, "minus": 1, "plus": 1, "owed": how, "owed_first": first}
        made = conn.execute(version.returning(StandardVersion.id)).scalar_one()
        item = insert(CheckItem).values(standard_version_id=made, **values, **limits).returning(CheckItem.id)
        shop.ids["chest"] = conn.execute(item).scalar_one()
        conn.execute(update(Batch).values(standard_version_id=made))

    shop.write(work)


def checks(shop: Shop, **values: Any) -> int:
    """A check more in the version that the batch is judged by; its key."""

    def work(conn: Connection) -> int:
        base = {"position": 9, "text": "Bebas patahan jarum", "kind": "yes_no", "severity": "major", "measure": ""}
        item = insert(CheckItem).values(standard_version_id=shop.ids["standard"], **base | values)
        return int(conn.execute(item.returning(CheckItem.id)).scalar_one())

    return int(shop.write(work))
