"""Standards as a verdict needs them: a unit's checks with the limits of its size, and the defects of its family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, select

from ..models import (
    Batch,
    CheckItem,
    CheckKind,
    CheckNominal,
    Method,
    Order,
    OrderLine,
    Owed,
    Product,
    Severity,
    Standard,
    StandardDefect,
    StandardPlan,
    StandardVersion,
    Unit,
)
from ..models import Defect as _Defect
from ..rules.owed import is_owed_by_all
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
    photo_right: str | None = None
    photo_wrong: str | None = None
    wants_photo: bool = False
    owed: Owed = Owed.NONE
    owed_first: int | None = None
    group_en: str = ""
    average: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether it is answered once for all pieces that pass."""
        return is_owed_by_all(self.severity, self.owed, self.kind in (CheckKind.YES_NO, CheckKind.GRADED))

    def group_in(self, locale: str) -> str:
        """Its group in a language."""
        return self.group_en if locale == "en" and self.group_en else self.group

    def in_locale(self, locale: str) -> str:
        """What is checked, in a language."""
        return self.text_en if locale == "en" and self.text_en else self.text


@dataclass(frozen=True, slots=True)
class Defect:
    """A kind of defect by a standard's words; ``rework_stage_id`` is the stage that normally mends it."""

    id: int
    code: str
    name: str
    name_en: str
    severity: str
    rework_stage_id: int | None
    photo: str | None = None

    def in_locale(self, locale: str) -> str:
        """Its name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Planned:
    """How lots are judged for one class of defects; ``level`` and ``aql`` are ISO 2859-1's."""

    method: Method
    level: str = ""
    aql: float | None = None


@dataclass(frozen=True, slots=True)
class UnitStandard:
    """What a unit is judged by. ``version_id`` is ``None`` for a product without a standard; then nothing is checked.

    ``takes_grade_b`` is the partner's consent, ``family`` the product's. A class of defects that ``plans`` doesn't name
    is judged on every piece. ``drawing`` is what defects are placed on.
    """

    version_id: int | None
    code: str
    name: str
    number: int
    family: str
    takes_grade_b: bool
    checks: tuple[Check, ...] = ()
    plans: Mapping[Severity, Planned] = field(default_factory=dict)
    drawing: str = ""

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
            StandardVersion.drawing,
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
    version_id, code, name, number, family, takes_grade_b, size, drawing = conn.execute(statement).one()
    words = (version_id, code or "", name or "", number or 0, family, takes_grade_b)
    if version_id is None:
        return UnitStandard(*words)
    return UnitStandard(*words, checks_of(conn, version_id, size), plans_of(conn, version_id), drawing)


def plans_of(conn: Connection, version_id: int) -> dict[Severity, Planned]:
    """The plans that a standard's version names."""
    columns = (StandardPlan.severity, StandardPlan.method, StandardPlan.level, StandardPlan.aql)
    found = conn.execute(select(*columns).where(StandardPlan.standard_version_id == version_id))
    return {Severity(row.severity): Planned(Method(row.method), row.level, row.aql) for row in found}


def checks_of(conn: Connection, version_id: int, size: str) -> tuple[Check, ...]:
    """The checks of a standard's version, with their limits for a size."""
    columns = (
        CheckItem.id, CheckItem.group, CheckItem.text, CheckItem.text_en, CheckItem.kind, CheckItem.measure,
        CheckItem.severity, CheckItem.nominal, CheckItem.minus, CheckItem.plus,
        CheckItem.photo_right, CheckItem.photo_wrong, CheckItem.wants_photo, CheckItem.owed, CheckItem.owed_first,
        CheckItem.group_en, CheckItem.average,
    )  # fmt: skip
    statement = (
        select(*columns, CheckNominal.nominal)
        .outerjoin(CheckNominal, and_(CheckNominal.check_item_id == CheckItem.id, CheckNominal.size == size))
        .where(CheckItem.standard_version_id == version_id)
        .order_by(CheckItem.position, CheckItem.id)
    )
    return tuple(_check(row) for row in conn.execute(statement))


def _check(row: Any) -> Check:
    (
        id_,
        group,
        text,
        text_en,
        kind,
        measure,
        severity,
        nominal,
        minus,
        plus,
        right,
        wrong,
        wants,
        owed,
        n,
        *more,
        own,
    ) = row
    kind = CheckKind(kind)
    nominal = own if own is not None else nominal
    limit = limit_of(kind, nominal, minus, plus)
    words = (id_, group, text, text_en, kind, measure, severity, nominal, limit)
    return Check(*words, right, wrong, wants, Owed(owed), n, *more)


def limit_of(kind: CheckKind, nominal: float | None, minus: float | None, plus: float | None) -> Limit | None:
    """What is still good by a check; open on both sides where a measured one has no nominal for this size."""
    if kind in (CheckKind.YES_NO, CheckKind.GRADED):
        return None
    if kind is CheckKind.COUNT:
        return counted_limit(plus)
    return measured_limit(nominal, minus, plus) if nominal is not None else Limit()


def defects_of(conn: Connection, standard: UnitStandard) -> list[Defect]:
    """The defects that may be named: those of the standard's version, else the whole catalogue of the family."""
    own = (
        StandardDefect.defect_id, _Defect.code, StandardDefect.name, StandardDefect.name_en, StandardDefect.severity,
        StandardDefect.rework_stage_id, StandardDefect.photo,
    )  # fmt: skip
    statement = (
        select(*own)
        .join(_Defect, _Defect.id == StandardDefect.defect_id)
        .where(StandardDefect.standard_version_id == standard.version_id)
        .order_by(StandardDefect.position, StandardDefect.id)
    )
    if found := [Defect(*row) for row in conn.execute(statement)]:
        return found
    columns = (_Defect.id, _Defect.code, _Defect.name, _Defect.name_en, _Defect.severity, _Defect.rework_stage_id)
    catalogue = select(*columns).where(_Defect.family == standard.family, _Defect.active).order_by(_Defect.code)
    return [Defect(*row) for row in conn.execute(catalogue)]
