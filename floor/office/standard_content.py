"""What a version of a standard says, read as one value: to compare with, to begin a draft from, to take out."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ..library.shelf import CheckPlan, Content, NamedDefect, Sampling
from ..models import (
    CheckItem,
    CheckKind,
    CheckNominal,
    Defect,
    Method,
    Owed,
    Severity,
    Stage,
    StandardDefect,
    StandardPlan,
    StandardVersion,
)


def newest(conn: Connection, standard_id: int) -> tuple[int, Content]:
    """The newest version's number and what it says; 0 and nothing where none was published."""
    found = conn.execute(
        select(StandardVersion.id, StandardVersion.number)
        .where(StandardVersion.standard_id == standard_id)
        .order_by(StandardVersion.number.desc())
        .limit(1)
    ).first()
    return (found.number, of_version(conn, found.id)) if found else (0, Content())


def of_version(conn: Connection, version_id: int) -> Content:
    """All that a version says."""
    drawing = conn.execute(select(StandardVersion.drawing).where(StandardVersion.id == version_id)).scalar_one()
    return Content(_checks(conn, version_id), _defects(conn, version_id), _plans(conn, version_id), drawing)


def _checks(conn: Connection, version_id: int) -> tuple[CheckPlan, ...]:
    nominals: dict[int, dict[str, float]] = {}
    sized = select(CheckNominal.check_item_id, CheckNominal.size, CheckNominal.nominal).join(
        CheckItem, CheckItem.id == CheckNominal.check_item_id
    )
    for item_id, size, nominal in conn.execute(
        sized.where(CheckItem.standard_version_id == version_id).order_by(CheckNominal.id)
    ):
        nominals.setdefault(item_id, {})[size] = nominal
    item = CheckItem.__table__
    found = conn.execute(
        select(item).where(item.c.standard_version_id == version_id).order_by(item.c.position, item.c.id)
    )
    return tuple(
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
            nominals.get(row.id, {}),
            row.photo_right,
            row.photo_wrong,
            bool(row.wants_photo),
            Owed(row.owed),
            row.owed_first,
            row.check_group_en,
            bool(row.average),
        )
        for row in found
    )


def _defects(conn: Connection, version_id: int) -> tuple[NamedDefect, ...]:
    said = StandardDefect
    statement = (
        select(Defect.code, said.name, said.name_en, said.severity, Stage.code, said.photo)
        .join(Defect, Defect.id == said.defect_id)
        .outerjoin(Stage, Stage.id == said.rework_stage_id)
        .where(said.standard_version_id == version_id)
        .order_by(said.position, said.id)
    )
    return tuple(
        NamedDefect(code, name, name_en, Severity(severity), stage, photo)
        for code, name, name_en, severity, stage, photo in conn.execute(statement)
    )


def _plans(conn: Connection, version_id: int) -> dict[Severity, Sampling]:
    columns = (StandardPlan.severity, StandardPlan.method, StandardPlan.level, StandardPlan.aql)
    found = conn.execute(select(*columns).where(StandardPlan.standard_version_id == version_id))
    return {Severity(row.severity): Sampling(Method(row.method), row.level, row.aql) for row in found}
