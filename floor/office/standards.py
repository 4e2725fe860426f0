"""Standards, published version by version: a batch is judged by the version it was made under."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from .. import refusals
from ..library import put_check
from ..library.shelf import CheckPlan
from ..models import CheckItem, CheckKind, CheckNominal, Severity, Standard, StandardVersion
from ..refusals import Refused
from . import log, rows

MOST_CHECKS = 60


def add(
    conn: Connection, code: str, name: str, family: str, checks: Sequence[CheckPlan], officer_id: int, now: int
) -> None:
    """Adds a standard and publishes its first version; once, however often the form comes."""
    values = {"code": code, "name": name, "family": family}
    standard_id = rows.add(conn, Standard, values, "kode standar mutu")
    if (kept := _newest(conn, standard_id)) and kept != list(checks):
        raise Refused(refusals.ALREADY_EXISTS.because(what="kode standar mutu"))
    publish(conn, standard_id, checks, officer_id, now)


def publish(conn: Connection, standard_id: int, checks: Sequence[CheckPlan], officer_id: int, now: int) -> int:
    """Publishes a version of these checks, and answers its number; the newest one's where that says the same."""
    if not 1 <= len(checks) <= MOST_CHECKS:
        raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu butir periksa"))
    for check in checks:
        if check.kind is CheckKind.MEASURED and check.nominal is None and not check.nominals:
            raise Refused(refusals.FIELD_NEEDED.because(what="nilai acuan setiap butir yang diukur"))
    newest = select(func.max(StandardVersion.number)).where(StandardVersion.standard_id == standard_id)
    number = int(conn.execute(newest).scalar() or 0)
    kept = _newest(conn, standard_id)
    if number and kept == list(checks):
        return number
    version = {"standard_id": standard_id, "number": number + 1, "published_at": now, "published_by_id": officer_id}
    version_id = conn.execute(insert(StandardVersion).values(version).returning(StandardVersion.id)).scalar_one()
    for position, check in enumerate(checks, start=1):
        put_check(conn, version_id, position, check)
    _note(conn, standard_id, number + 1, kept, checks)
    return number + 1


def _note(
    conn: Connection, standard_id: int, number: int, before: Sequence[CheckPlan], after: Sequence[CheckPlan]
) -> None:
    code = conn.execute(select(Standard.code).where(Standard.id == standard_id)).scalar_one()
    was = [check.text for check in before if check not in after]
    now = [check.text for check in after if check not in before]
    said = {"version": number} | ({"checks": now} if now else {})
    log.note(conn, "standard", code, "published", {"checks": was} if was else None, said)


def _newest(conn: Connection, standard_id: int) -> list[CheckPlan]:
    """The newest version's checks as they were planned; none where there is no version."""
    version_id = conn.execute(
        select(StandardVersion.id)
        .where(StandardVersion.standard_id == standard_id)
        .order_by(StandardVersion.number.desc())
        .limit(1)
    ).scalar()
    item = CheckItem.__table__
    found = conn.execute(select(item).where(item.c.standard_version_id == version_id).order_by(item.c.position))
    return [
        CheckPlan(
            row.text,
            CheckKind(row.kind),
            Severity(row.severity),
            row.check_group,
            row.text_en,
            row.measure,
            row.nominal,
            row.minus,
            row.plus,
            _nominals(conn, row.id),
        )
        for row in found
    ]


def _nominals(conn: Connection, check_item_id: int) -> dict[str, float]:
    found = select(CheckNominal.size, CheckNominal.nominal).where(CheckNominal.check_item_id == check_item_id)
    return {row.size: row.nominal for row in conn.execute(found)}
