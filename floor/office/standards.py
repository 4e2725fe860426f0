"""Standards, published version by version: a batch is judged by the version it was made under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select

from .. import refusals
from ..library import put_version
from ..library.shelf import CheckPlan, Content, NamedDefect, Sampling
from ..models import CheckKind, Method, Severity, Standard
from ..refusals import No, Refused
from ..rules.sampling import AQLS, LEVELS
from . import log, rows, standard_content

MOST_CHECKS = 60
WITH_NOMINAL = (CheckKind.MEASURED, CheckKind.WEIGHED)


@dataclass(frozen=True, slots=True)
class Named:
    """What a standard is called, and the family of products that it is for."""

    code: str
    name: str
    name_en: str
    family: str


def add(conn: Connection, named: Named, content: Content, officer_id: int | None, now: int) -> None:
    """Adds a standard and publishes its first version; once, however often the form comes."""
    standard_id = rows.add(conn, Standard, asdict(named), "kode standar mutu")
    number, kept = standard_content.newest(conn, standard_id)
    if number and kept != content:
        raise Refused(refusals.ALREADY_EXISTS.because(what="kode standar mutu"))
    publish(conn, standard_id, content, officer_id, now)


def publish(
    conn: Connection, standard_id: int, content: Content, officer_id: int | None, now: int, note: str = ""
) -> int:
    """Publishes a version that says this, and answers its number; the newest one's where that says the same."""
    if (no := in_the_way(content)) is not None:
        raise Refused(no)
    number, kept = standard_content.newest(conn, standard_id)
    if number and kept == content:
        return number
    published = {"number": number + 1, "published_at": now, "published_by_id": officer_id, "note": note}
    put_version(conn, standard_id, content, published)
    code = conn.execute(select(Standard.code).where(Standard.id == standard_id)).scalar_one()
    was, said = _told(kept), _told(content)
    before, after = log.differences(was, said) if number else ({}, said)
    checks = _only_what_differs(before, after)
    log.note(conn, "standard", code, "published", checks[0], {"version": number + 1, **checks[1]}, note)
    return number + 1


def in_the_way(content: Content) -> No | None:
    """Why this can't be published yet: nothing to check, a check that nothing can be judged by, a plan that isn't."""
    if not content.checks:
        return refusals.STANDARD_EMPTY.because()
    if len(content.checks) > MOST_CHECKS:
        return refusals.CHECKS_TOO_MANY.because(most=MOST_CHECKS)
    bare = next((check for check in content.checks if is_bare(check)), None)
    if bare is not None:
        return refusals.CHECK_BARE.because(check=bare.text)
    unknown = next((plan for plan in content.plans.values() if not is_known(plan)), None)
    if unknown is not None:
        return refusals.PLAN_UNKNOWN.because(level=unknown.level or "–", aql=unknown.aql or "–")
    return None


def is_bare(check: CheckPlan) -> bool:
    """Whether a number is asked for that there is nothing to judge by."""
    return check.kind in WITH_NOMINAL and check.nominal is None and not check.nominals


def is_known(plan: Sampling) -> bool:
    """Whether lots can be judged by it."""
    return plan.method is not Method.ISO or (plan.level in LEVELS and plan.aql in AQLS)


def _only_what_differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[log.Said, log.Said]:
    """Of lists the entries that only one side has."""
    was, now = dict(before), dict(after)
    for name in ("checks", "defects"):
        gone, come = was.get(name, []), now.get(name, [])
        was[name] = [each for each in gone if each not in come]
        now[name] = [each for each in come if each not in gone]
    return {name: value for name, value in was.items() if value}, {name: value for name, value in now.items() if value}


def _told(content: Content) -> log.Said:
    """A version as the log keeps it."""
    return {
        "checks": [told_check(check) for check in content.checks],
        "defects": [told_defect(defect) for defect in content.defects],
        "plans": {f"[{severity.value}]": told_plan(plan) for severity, plan in sorted(content.plans.items())},
        "drawing": content.drawing,
    }


def told_check(check: CheckPlan) -> str:
    """A check in one line of signs and numbers: ``Lingkar dada [major] S 104 M 108 −1 +1 cm, first 3``."""
    sizes = [f"{size} {_short(nominal)}" for size, nominal in check.nominals.items()]
    nominal = [_short(check.nominal)] if check.nominal is not None else []
    sides = [f"{mark}{_short(value)}" for mark, value in (("−", check.minus), ("+", check.plus)) if value is not None]
    average = ["⌀"] if check.average else []
    parts = [check.text, f"[{check.severity.value}]", *nominal, *sizes, *sides, check.measure, *average]
    owed = [f"{check.owed.value} {check.owed_first or ''}".strip()] if check.owed else []
    pictures = [mark for mark, name in (("✓", check.photo_right), ("✗", check.photo_wrong)) if name]
    return ", ".join([" ".join(filter(None, parts)), *owed, *pictures])


def told_defect(defect: NamedDefect) -> str:
    """A defect in one line: ``G01 Jahitan loncat [major] JHT``."""
    return " ".join(filter(None, (defect.code, defect.name, f"[{defect.severity.value}]", defect.rework_stage)))


def told_plan(plan: Sampling) -> str:
    """A plan in one line: ``ISO II AQL 2,5``, ``every``, ``inline``."""
    return f"ISO {plan.level} AQL {_short(plan.aql)}" if plan.method is Method.ISO else plan.method.value


def severities() -> tuple[Severity, ...]:
    """The classes, worst first."""
    return (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")
