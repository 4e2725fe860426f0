"""Boards as other programs read them: ``/api/v1/orders``, ``/api/v1/orders/<number>``, ``/api/v1/units/<code>``."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import clock
from ..rules.pace import Outlook
from ..scan import say
from ..scan.results import Moved
from . import sentences
from .events import Event, ToldMove
from .progress import OrderProgress, Tally
from .story import Relative, Story


def order(found: OrderProgress, outlook: Outlook, today: date) -> dict[str, Any]:
    """An order: who, what, until when, how fast, and how it stands in all and per size."""
    return {
        "number": found.number,
        "partner": found.partner,
        "product": {"code": found.product_code, "name": found.product},
        "counted_in": found.counted_in,
        "kind": found.kind,
        "due_on": found.due_on.isoformat(),
        "days_left": found.days_left(today),
        "open": found.closed_at is None,
        "status": outlook.status.value,
        "owed": outlook.owed,
        "needed_pace": _pace(outlook.needed),
        "measured_pace": _pace(outlook.measured),
        "measured_days": outlook.days,
        "projected_finish": outlook.finish.isoformat() if outlook.finish else None,
        "runs_dry": outlook.runs_dry,
        **tally(found.total),
        "sizes": [{"size": each.size, **tally(each.tally)} for each in found.sizes],
    }


def _pace(pieces_a_day: float | None) -> float | None:
    return round(pieces_a_day, 2) if pieces_a_day is not None else None


def tally(counted: Tally) -> dict[str, Any]:
    """Pieces by where they are. ``made`` = ``in_work`` + the seven ends."""
    return {
        "target": counted.target,
        "made": counted.made,
        "not_started": counted.not_started,
        "in_work": [
            {"step": at.step, "stage": at.stage.code, "quantity": at.quantity, "sent_back": at.sent_back}
            for at in counted.in_work
        ],
        "ready": counted.ready,
        "delivered": counted.delivered,
        "scrap": counted.scrap,
        "grade_b": counted.grade_b,
        "hold": counted.hold,
        "missing": counted.missing,
        "returned": counted.returned,
    }


def story(told: Story, locale: str, zone: str, show_workers: bool) -> dict[str, Any]:
    """The whole story of a unit; whose work it was only for those who may know."""
    return {
        **say.unit(told.unit, told.held, told.route, told.stages),
        "batch": told.batch,
        "labels": [
            {
                "code": label.code,
                "issued_at": clock.iso(label.issued_at),
                "void": label.voided_at is not None,
                "replaced": label.replaced_by_id is not None,
            }
            for label in told.labels
        ],
        "parent": _relative(told.parent),
        "split_from": _relative(told.split_from),
        "children": [_relative(child) for child in told.children],
        "split_off": [_relative(each) for each in told.split_off],
        "history": [_event(event, told, locale, zone, show_workers) for event in told.events],
        "cut_short": told.is_cut_short,
    }


def _relative(found: Relative | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"code": found.code, "unit": found.name, "kind": found.kind, "quantity": found.quantity}


def _event(event: Event, told: Story, locale: str, zone: str, show_workers: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "what": event.kind if event.source == "entry" else event.source,
        "id": event.client_id,
        "at": clock.iso(event.at),
        "heard_at": clock.iso(event.heard_at),
        "station": event.station_code,
        "officer": event.officer_code,
        "outcome": "recorded" if event.stands_in_ledger else "refused",
        "refusal": None if event.stands_in_ledger or event.no is None else event.no.code,
        "waits": event.waits,
        "takes_back": event.takes_back,
        "undone_at": clock.iso(event.undone_at) if event.undone_at is not None else None,
        "say": " ".join(sentences.about(event, told, locale, zone)),
        "moves": [_move(move, told, show_workers) for move in event.moves],
    }
    if event.reason:
        said["reason"] = event.reason
    if event.settled is not None:
        said["settled"] = {"at": clock.iso(event.settled.at), "reason": event.settled.reason}
    if event.judgement is not None and not event.takes_back:
        said["verdict"] = _verdict(event)
    return said


def _move(move: ToldMove, told: Story, show_workers: bool) -> dict[str, Any]:
    moved = Moved(move.unit, move.from_place, move.to_place, move.quantity, move.cycle, move.why)
    said = {
        **say.move(moved, told.route, told.stages),
        "to_unit": move.to_unit if move.to_unit_id != move.unit_id else None,
    }
    return {**said, "worker": move.worker} if show_workers else said


def _verdict(event: Event) -> dict[str, Any]:
    judged = event.judgement
    assert judged is not None  # noqa: S101 - asked before
    return {
        "step": judged.step,
        "standard": judged.standard,
        "passed": judged.passed,
        "rework": judged.rework,
        "grade_b": judged.grade_b,
        "scrap": judged.scrap,
        "hold": judged.hold,
        "note": judged.note,
        "defects": [
            {"code": each.code, "name": each.name, "quantity": each.quantity, "outcome": each.outcome}
            for each in judged.defects
        ],
        "findings": [
            {
                "check": each.text,
                "piece": each.piece,
                "value": each.value,
                "measure": each.measure or None,
                "grade": each.grade,
                "good": each.good,
            }
            for each in judged.checks
        ],
    }
