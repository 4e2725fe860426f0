"""A standard's next version while it is written: kept from screen to screen, seen by nobody who judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from .. import refusals
from ..ids import uuid7
from ..library.shelf import CheckPlan, Content, NamedDefect, Sampling
from ..models import CheckKind, Defect, Method, Owed, Product, ProductSize, Severity, Stage, Standard, StandardDraft
from ..refusals import Refused
from . import log, rows, standard_content, standards

USUAL_PLANS = {
    Severity.CRITICAL: Sampling(Method.EVERY),
    Severity.MAJOR: Sampling(Method.ISO, "II", 2.5),
    Severity.MINOR: Sampling(Method.ISO, "II", 4.0),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next version will say. ``keys`` name its checks, one each: the id of the form that added it.

    ``sizes`` are those that nominals are asked for besides those of the standard's products.
    """

    content: Content = field(default_factory=Content)
    keys: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    changed_at: int = field(default=0, compare=False)
    changed_by_id: int | None = field(default=None, compare=False)

    @property
    def checks(self) -> list[tuple[str, CheckPlan]]:
        """Its checks with their keys, in order."""
        return list(zip(self.keys, self.content.checks, strict=True))

    def check(self, key: str) -> CheckPlan | None:
        """One of its checks."""
        return dict(self.checks).get(key)


def of_content(content: Content, sizes: tuple[str, ...] = ()) -> Draft:
    """A draft that says this, its checks under new keys."""
    return Draft(content, tuple(str(uuid7()) for _ in content.checks), sizes)


def find(conn: Connection, standard_id: int) -> Draft | None:
    """The draft of a standard, if one is being written."""
    return _found(conn, _draft_of(standard_id))


def begin(conn: Connection, standard_id: int, officer_id: int, now: int) -> None:
    """Begins a draft with what the newest version says; where one is being written already, that one is left."""
    if find(conn, standard_id) is None:
        number, content = standard_content.newest(conn, standard_id)
        _keep(conn, standard_id, of_content(content if number else Content(plans=USUAL_PLANS)), officer_id, now)
        log.note(conn, "standard", _code(conn, standard_id), "begun")


def add(conn: Connection, named: standards.Named, like_id: int | None, officer_id: int, now: int) -> None:
    """Adds a standard that says nothing yet, or what another one says, as a draft; once, if the form comes twice."""
    standard_id = rows.add(conn, Standard, asdict(named), "kode standar mutu")
    if find(conn, standard_id) is None and not standard_content.newest(conn, standard_id)[0]:
        begin(conn, standard_id, officer_id, now)
        if like_id is not None:
            copy(conn, standard_id, like_id, officer_id, now)


def copy(conn: Connection, standard_id: int, like_id: int, officer_id: int, now: int) -> None:
    """Puts what another standard's newest version says into a draft, in the place of all it said."""
    rows.must_exist(conn, Standard, like_id, "standar mutu")
    _number, content = standard_content.newest(conn, like_id)
    if (kept := find(conn, standard_id)) is not None and kept.content == content:
        return
    put(conn, standard_id, of_content(content), officer_id, now)
    log.note(conn, "standard", _code(conn, standard_id), "copied", after={"standard": _code(conn, like_id)})


def put(conn: Connection, standard_id: int, draft: Draft, officer_id: int, now: int) -> None:
    """Puts this in the place of all that a draft said."""
    change(conn, standard_id, lambda kept: replace(draft, sizes=draft.sizes or kept.sizes), officer_id, now)


def change(conn: Connection, standard_id: int, edit: Callable[[Draft], Draft], officer_id: int, now: int) -> None:
    """Changes a draft; ``DRAFT_GONE`` where it was published or dropped meanwhile."""
    kept = _held(conn, standard_id)
    if kept is None:
        raise Refused(refusals.DRAFT_GONE.because())
    edited = edit(kept)
    if edited != kept:
        _keep(conn, standard_id, edited, officer_id, max(now, kept.changed_at + 1))


def bring_in(conn: Connection, standard_id: int, brought: Draft, officer_id: int, now: int) -> None:
    """Puts what a file says into a draft, in the place of all it said; checks that it had keep their keys."""
    kept = find(conn, standard_id)
    keys = {(check.group, check.text): key for key, check in kept.checks} if kept else {}
    own = tuple(keys.get((check.group, check.text), key) for key, check in brought.checks)
    if kept is None or kept.content != brought.content:
        put(conn, standard_id, replace(brought, keys=own), officer_id, now)
        log.note(conn, "standard", _code(conn, standard_id), "filled")


def drop(conn: Connection, standard_id: int) -> None:
    """Throws a draft away; versions stay as they are."""
    if conn.execute(delete(StandardDraft).where(StandardDraft.standard_id == standard_id)).rowcount:
        log.note(conn, "standard", _code(conn, standard_id), "dropped")


def publish(conn: Connection, standard_id: int, seen: int, note: str, officer_id: int, now: int) -> None:
    """Publishes a draft as it was ``seen`` (its moment); once, if the form comes twice."""
    draft = _held(conn, standard_id)
    if draft is None:
        if standard_content.newest(conn, standard_id)[0]:
            return
        raise Refused(refusals.DRAFT_GONE.because())
    if draft.changed_at != seen:
        raise Refused(refusals.DRAFT_CHANGED.because())
    standards.publish(conn, standard_id, draft.content, officer_id, now, note)
    conn.execute(delete(StandardDraft).where(StandardDraft.standard_id == standard_id))


def sizes(conn: Connection, standard_id: int, draft: Draft) -> list[str]:
    """The sizes that nominals are asked for: those of its products, in their order, and what the draft names."""
    of_products = (
        select(ProductSize.size)
        .join(Product, Product.id == ProductSize.product_id)
        .where(Product.standard_id == standard_id, Product.active)
        .order_by(Product.id, ProductSize.position)
    )
    said = [size for check in draft.content.checks for size in check.nominals]
    return list(dict.fromkeys([*conn.scalars(of_products), *draft.sizes, *said]))


def catalogue(conn: Connection, family: str) -> list[NamedDefect]:
    """The defects that a family knows, by their codes."""
    found = (
        select(Defect.code, Defect.name, Defect.name_en, Defect.severity, Stage.code)
        .outerjoin(Stage, Stage.id == Defect.rework_stage_id)
        .where(Defect.family == family, Defect.active)
        .order_by(Defect.code)
    )
    return [
        NamedDefect(code, name, name_en, Severity(severity), stage)
        for code, name, name_en, severity, stage in conn.execute(found)
    ]


def _draft_of(standard_id: int) -> Select[Any]:
    columns = (StandardDraft.body, StandardDraft.changed_at, StandardDraft.changed_by_id)
    return select(*columns).where(StandardDraft.standard_id == standard_id)


def _held(conn: Connection, standard_id: int) -> Draft | None:
    """The draft, which nobody else changes before this transaction ends."""
    return _found(conn, _draft_of(standard_id).with_for_update())


def _found(conn: Connection, statement: Select[Any]) -> Draft | None:
    kept = conn.execute(statement).first()
    return _of_body(kept.body, kept.changed_at, kept.changed_by_id) if kept else None


def _keep(conn: Connection, standard_id: int, draft: Draft, officer_id: int, now: int) -> None:
    values = {"body": _as_body(draft), "changed_at": now, "changed_by_id": officer_id}
    kept = update(StandardDraft).where(StandardDraft.standard_id == standard_id).values(values)
    if not conn.execute(kept).rowcount:
        conn.execute(insert(StandardDraft).values(standard_id=standard_id, **values))


def _as_body(draft: Draft) -> dict[str, Any]:
    content = draft.content
    return {
        "checks": [{"key": key, **asdict(check)} for key, check in draft.checks],
        "defects": [asdict(defect) for defect in content.defects],
        "plans": {severity.value: asdict(plan) for severity, plan in content.plans.items()},
        "drawing": content.drawing,
        "sizes": list(draft.sizes),
    }


def _of_body(body: Mapping[str, Any], changed_at: int, changed_by_id: int | None) -> Draft:
    plans = {
        Severity(severity): Sampling(Method(plan["method"]), plan["level"], plan["aql"])
        for severity, plan in body["plans"].items()
    }
    content = Content(
        tuple(_check({name: value for name, value in each.items() if name != "key"}) for each in body["checks"]),
        tuple(NamedDefect(**each | {"severity": Severity(each["severity"])}) for each in body["defects"]),
        plans,
        body["drawing"],
    )
    keys: Sequence[str] = [each["key"] for each in body["checks"]]
    return Draft(content, tuple(keys), tuple(body["sizes"]), changed_at, changed_by_id)


def _check(said: Mapping[str, Any]) -> CheckPlan:
    enums = {
        "kind": CheckKind(said["kind"]),
        "severity": Severity(said["severity"]),
        "owed": Owed(said["owed"]),
    }
    return CheckPlan(**{**said, **enums})


def _code(conn: Connection, standard_id: int) -> str:
    code: str = conn.execute(select(Standard.code).where(Standard.id == standard_id)).scalar_one()
    return code
