"""Another copy of a label: a new code in the place of the one whose paper is spoiled, lost or to be printed again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, or_, select, update

from ..models import Label
from ..rules.codes import Kind
from ..scan import labels, read

_MEANINGS = ("unit_id", "carton_id", "station_id", "officer_id", "worker_id", "command")


def renew(conn: Connection, label_ids: Collection[int], now: int) -> dict[int, int]:
    """Issues another copy of each of these labels that is still in use; the new labels' keys by the old ones'.

    The copy number goes up by one, and whoever scans the old paper is told of the new one.
    """
    units = select(Label.unit_id).where(Label.id.in_(label_ids), Label.unit_id.is_not(None))
    read.lock_all(conn, {key for key in conn.scalars(units) if key is not None})
    in_use = select(Label.__table__).where(
        Label.id.in_(label_ids), Label.voided_at.is_(None), Label.replaced_by_id.is_(None)
    )
    renewed: dict[int, int] = {}
    for old in conn.execute(in_use.order_by(Label.id)).mappings().all():
        meaning = {column: old[column] for column in _MEANINGS if old[column] is not None}
        code = labels.issue(conn, Kind(old["code"][0]), now, copy_number=old["copy_number"] + 1, **meaning)
        new = conn.execute(select(Label.id).where(Label.code == code)).scalar_one()
        if old["unit_id"] is not None:
            labels.take_out(conn, old["unit_id"], now, code)
        # Those that were replaced before lead to the newest too.
        older = or_(Label.id == old["id"], Label.replaced_by_id == old["id"])
        conn.execute(update(Label).where(older).values(replaced_by_id=new))
        renewed[old["id"]] = new
    return renewed
