"""What may be done to a draft of a standard: each answers another draft, the same where it was done before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .. import refusals
from ..library.shelf import CheckPlan, NamedDefect
from ..refusals import Refused
from .standards import MOST_CHECKS
from .standards_draft import Draft


def put_check(draft: Draft, key: str, check: CheckPlan) -> Draft:
    """Writes a check under its key: in the place of the one of before, else last in its group."""
    check = _in_english(draft, key, check)
    must_stand_once(draft, key, check.group, check.text)
    others = [(other, _called(each, check)) for other, each in draft.checks if other != key]
    if key not in draft.keys and len(draft.keys) >= MOST_CHECKS:
        raise Refused(refusals.CHECKS_TOO_MANY.because(most=MOST_CHECKS))
    kept = draft.check(key)
    if kept is not None and kept.group == check.group:
        others.insert(draft.keys.index(key), (key, check))
        return _with(draft, others)
    of_group = [at for at, (_, each) in enumerate(others) if each.group == check.group]
    others.insert(of_group[-1] + 1 if of_group else len(others), (key, check))
    return _with(draft, others)


def must_stand_once(draft: Draft, key: str, group: str, text: str) -> None:
    """Refuses with ``CHECK_TWICE`` what another check of that group says already."""
    if any((each.group, each.text) == (group, text) for other, each in draft.checks if other != key):
        raise Refused(refusals.CHECK_TWICE.because(check=text, field="text"))


def _in_english(draft: Draft, key: str, check: CheckPlan) -> CheckPlan:
    """The check with what its group is called in English, where that wasn't typed, or was another group's."""
    kept = draft.check(key)
    is_left_over = kept is not None and (kept.group != check.group and kept.group_en == check.group_en)
    if check.group_en and not is_left_over:
        return check
    of_group = (each.group_en for other, each in draft.checks if other != key and each.group == check.group)
    return replace(check, group_en=next(filter(None, of_group), ""))


def _called(other: CheckPlan, check: CheckPlan) -> CheckPlan:
    """Another check, its group called in English as this one's is: a group has one name."""
    return replace(other, group_en=check.group_en) if other.group == check.group else other


def take_out(draft: Draft, key: str) -> Draft:
    """Takes a check out."""
    return _with(draft, [(other, each) for other, each in draft.checks if other != key])


def place_check(draft: Draft, key: str, at: int) -> Draft:
    """Puts a check at a place, from 0."""
    moved = [pair for pair in draft.checks if pair[0] == key]
    others = [pair for pair in draft.checks if pair[0] != key]
    return _with(draft, [*others[: max(at, 0)], *moved, *others[max(at, 0) :]])


def put_defect(draft: Draft, defect: NamedDefect) -> Draft:
    """Writes how a standard names a defect: in the place of before, else last."""
    known = {each.code: each for each in draft.content.defects} | {defect.code: defect}
    return _naming(draft, list(known.values()))


def leave_defect_out(draft: Draft, code: str) -> Draft:
    """Takes a defect off the standard's list."""
    return _naming(draft, [each for each in draft.content.defects if each.code != code])


def name_defects(draft: Draft, codes: Sequence[str], catalogue: Sequence[NamedDefect]) -> Draft:
    """Makes the list these: the standard's own words kept where it has them, what is new put last."""
    wanted, kept = set(codes), [each for each in draft.content.defects if each.code in codes]
    there = {each.code for each in kept}
    return _naming(draft, kept + [each for each in catalogue if each.code in wanted - there])


def place_defect(draft: Draft, code: str, at: int) -> Draft:
    """Puts a defect at a place, from 0."""
    moved = [each for each in draft.content.defects if each.code == code]
    others = [each for each in draft.content.defects if each.code != code]
    return _naming(draft, [*others[: max(at, 0)], *moved, *others[max(at, 0) :]])


def _naming(draft: Draft, defects: Sequence[NamedDefect]) -> Draft:
    return replace(draft, content=replace(draft.content, defects=tuple(defects)))


def _with(draft: Draft, checks: Sequence[tuple[str, CheckPlan]]) -> Draft:
    content = replace(draft.content, checks=tuple(check for _, check in checks))
    return replace(draft, content=content, keys=tuple(key for key, _ in checks))
