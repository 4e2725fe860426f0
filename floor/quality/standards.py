"""Standards as a verdict needs them: a unit's checks with the limits of its size, and the defects of its family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, select

from ..models import (
    Batch,
    CheckItem,
    CheckKind,
    CheckNominal,
    Order,
    OrderLine,
    Product,
    Standard,
    StandardVersion,
    Unit,
)
from ..models import Defect as _Defect
from ..rules.standard import Limit, counted_limit, measured_limit


@dataclass(frozen=True, slots=True)
class Check:
    """A check as it stands for one size. ``limit`` is ``None`` where the answer is yes or no."""

    id: int
    group: str
    text: str
    text_en: str
    kind: CheckKind
    measure: str
    severity: str
    nominal: float | None
    limit: Limit | None

    def in_locale(self, locale: str) -> str:
        """What is checked, in a language."""
        return self.text_en if locale == "en" and self.text_en else self.text


@dataclass(frozen=True, slots=True)
class Defect:
    """A kind of defect; ``rework_stage_id`` is the stage that normally mends it."""

    id: int
    code: str
    name: str
    name_en: str
    severity: str
    rework_stage_id: int | None

    def in_locale(self, locale: str) -> str:
        """Its name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class UnitStandard:
    """What a unit is judged by. ``version_id`` is ``None`` for a product without a standard; then nothing is checked.

    ``takes_grade_b`` is the partner's consent, ``family`` the product's, whose defects may be named.
    """

    version_id: int | None
    code: str
    name: str
    number: int
    family: str
    takes_grade_b: bool
    checks: tuple[Check, ...] = ()

    def check(self, check_id: int) -> Check | None:
        """One of its checks by key."""
        return next((check for check in self.checks if check.id == check_id), None)


def of_unit(conn: Connection, unit_id: int) -> UnitStandard:
    """The standard of a unit's batch, for the size of its order line."""
    statement = (
        select(
            Batch.standard_version_id,
            Standard.code,
            Standard.name,
            StandardVersion.number,
            Product.family,
            Order.takes_grade_b,
            OrderLine.size,
        )
        .select_from(Unit)
        .join(Batch, Batch.id == Unit.batch_id)
        .join(OrderLine, OrderLine.id == Unit.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == Order.product_id)
        .outerjoin(StandardVersion, StandardVersion.id == Batch.standard_version_id)
        .outerjoin(Standard, Standard.id == StandardVersion.standard_id)
        .where(Unit.id == unit_id)
    )
    version_id, code, name, number, family, takes_grade_b, size = conn.execute(statement).one()
    checks = checks_of(conn, version_id, size) if version_id is not None else ()
    return UnitStandard(version_id, code or "", name or "", number or 0, family, takes_grade_b, checks)


def checks_of(conn: Connection, version_id: int, size: str) -> tuple[Check, ...]:
    """The checks of a standard's version, with their limits for a size."""
    columns = (
        CheckItem.id, CheckItem.group, CheckItem.text, CheckItem.text_en, CheckItem.kind, CheckItem.measure,
        CheckItem.severity, CheckItem.nominal, CheckItem.minus, CheckItem.plus,
    )  # fmt: skip
    statement = (
        select(*columns, CheckNominal.nominal)
        .outerjoin(CheckNominal, and_(CheckNominal.check_item_id == CheckItem.id, CheckNominal.size == size))
        .where(CheckItem.standard_version_id == version_id)
        .order_by(CheckItem.position, CheckItem.id)
    )
    return tuple(_check(row) for row in conn.execute(statement))


def _check(row: Any) -> Check:
    id_, group, text, text_en, kind, measure, severity, nominal, minus, plus, for_size = row
    kind = CheckKind(kind)
    nominal = for_size if for_size is not None else nominal
    limit = limit_of(kind, nominal, minus, plus)
    return Check(id_, group, text, text_en, kind, measure, severity, nominal, limit)


def limit_of(kind: CheckKind, nominal: float | None, minus: float | None, plus: float | None) -> Limit | None:
    """What is still good by a check; open on both sides where a measured one has no nominal for this size."""
    if kind is CheckKind.YES_NO:
        return None
    if kind is CheckKind.COUNT:
        return counted_limit(plus)
    return measured_limit(nominal, minus, plus) if nominal is not None else Limit()


def defects_of(conn: Connection, family: str) -> list[Defect]:
    """The defects that products of a family may have."""
    columns = (_Defect.id, _Defect.code, _Defect.name, _Defect.name_en, _Defect.severity, _Defect.rework_stage_id)
    statement = select(*columns).where(_Defect.family == family, _Defect.active).order_by(_Defect.code)
    return [Defect(*row) for row in conn.execute(statement)]
