"""What people do in the demo's workshop, each through the very function that a tablet or a page calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from .. import clock, refusals
from ..models import Balance, Carton, Delivery, EntryKind, Label, LotOutcome, OrderLine, Owed, Unit
from ..models import Goods as GoodsKind
from ..office import deliveries
from ..office.batches import Cut, make_batch
from ..office.receipts import Came, Paper, receive
from ..quality import hearing as verdicts_heard
from ..quality import lots
from ..quality.givers import Giver
from ..quality.lot_pieces import owes
from ..quality.lot_start import LotStart, inspect_again, start_lot
from ..quality.lots import Lot, Piece
from ..quality.owed import owed_by
from ..quality.results import VerdictResult
from ..quality.standards import Check, of_unit
from ..quality.verdicts import record_verdicts
from ..refusals import No
from ..rules import places
from ..rules.route import Route
from ..rules.scanning import Holding
from ..scan import cartons, hearing, loose, read
from ..scan.corrections import correct
from ..scan.entries import Done
from ..scan.record import EntryAsked
from ..scan.results import Result
from ..scan.scans import record_scans
from ..scan.splits import At
from .clockwork import Clockwork
from .measuring import drift_of, good_answer
from .setting import Setting
from .spots import spots

# Found by measuring: then a value outside the limits stands with the verdict.
_MEASURED_FAULTS = frozenset({"G12", "B14", "K05", "P08"})


class NotInTheStory(Exception):
    """Something was refused that should have been done, or done that should have been refused."""


@dataclass(frozen=True, slots=True)
class Goods:
    """A unit with its label's code, and its route with the stages' codes, step by step."""

    unit_id: int
    code: str
    route: Route
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece that doesn't pass: its defect, and what is done with it."""

    defect: str
    outcome: str = "rework"


class Hands:
    """Everybody's hands. What they do happens at the clockwork's time."""

    def __init__(self, conn: Connection, setting: Setting, clockwork: Clockwork, dice: Random) -> None:
        self.conn = conn
        self.setting = setting
        self.clockwork = clockwork
        self.dice = dice

    def scan(self, station: str, code: str, **more: Any) -> Result:
        """One scan by a machine at a station."""
        now = self.clockwork.now
        item = hearing.hear(self._item(code, **more), now, now)
        result: Result = _only(record_scans(self.conn, self.setting.keys[station], [item], now))
        return result

    def stray(self, station: str, code: str) -> None:
        """A scan that must be refused."""
        if self.scan(station, code).no is None:
            raise NotInTheStory(f"{code} was moved at {station}")

    def finish(self, goods: Goods, step: int, quantity: int | None = None, minutes_late: int = 0) -> str | None:
        """Moves what waits on past a step, at a station that serves it; ``None`` where nothing waits any more."""
        if not self._waiting(goods, step):
            return None
        station = self.dice.choice(self.setting.stations[goods.stages[step - 1]])
        more: dict[str, Any] = {} if quantity is None else {"quantity": quantity}
        if minutes_late:
            seen = sum(held.quantity for held in self._waiting(goods, step))
            more |= {"late": True, "seen": seen, "minutes_ago": minutes_late}
        result = self.scan(station, goods.code, **more)
        if result.no is not None and result.no.code in (refusals.WHICH_STEP.code, refusals.SURE_AGAIN.code):
            self.clockwork.pass_seconds(4)
            result = self.scan(station, goods.code, step=step, **more)
        _must(result.no, goods.code)
        return station

    def undo(self, station: str) -> None:
        """Takes back the last scan at a station, seconds after, by the card that hangs there."""
        self.clockwork.pass_seconds(9)
        _must(self.scan(station, self.setting.undo_card).no, station)

    def work_for(self, station: str, whose: str) -> None:
        """Scans the card of the team or worker whose work follows."""
        _must(self.scan(station, self.setting.cards[whose]).no, whose)

    def waiting_at_gate(self, goods: Goods, step: int, cycle: int) -> int:
        """Pieces that a gate may judge and that came back so often."""
        return sum(held.quantity for held in self._waiting(goods, step) if held.mark.cycle == cycle)

    def inspect(self, goods: Goods, step: int, cycle: int, faults: Sequence[Fault], measured: int) -> int | None:
        """A verdict on all that waits at a gate; answers the step that pieces were sent back to, if any were."""
        judged = self.waiting_at_gate(goods, step, cycle)
        said: dict[str, Any] = {
            "cycle": cycle,
            "passed": judged - len(faults),
            "rework": [{"quantity": sent}] if (sent := _count(faults, "rework")) else [],
            **{outcome: _count(faults, outcome) for outcome in ("grade_b", "scrap", "hold")},
            "defects": [_defect(fault, Random(f"{goods.unit_id} {place}")) for place, fault in enumerate(faults)],  # noqa: S311
            "findings": self._findings(goods, judged, faults, measured),
        }
        moves = self._judge(goods, step, **said).result.moved
        return next((moved.to_place for moved in moves if moved.to_place < step), None)

    def present(self, bundles: Sequence[Goods], step: int, rejected: Lot | None = None) -> Lot:
        """A lot of all that waits of these bundles at a gate, its pieces drawn; or a rejected one once more."""
        [station] = self.setting.stations[bundles[0].stages[step - 1]]
        caller = read.caller(self.conn, self.setting.keys[station])
        if caller is None:
            raise NotInTheStory("a station's token is not known")
        giver = Giver(caller.officer_id, caller.station_id, caller.stages, owes_pin=False)
        codes = [goods.code for goods in bundles]
        asked = LotStart(self._id().bytes, 0, codes, None, self.clockwork.now, sample_small=True)
        if rejected is None:
            return lots.lot(self.conn, start_lot(self.conn, giver, asked))
        return lots.lot(self.conn, inspect_again(self.conn, giver, asked, rejected.number))

    def look(self, lot: Lot, goods: Goods, step: int, piece: Piece, fault: Fault | None, *, measures: bool) -> None:
        """One drawn piece: bad, or good with what it owes answered, and measured where that is asked for."""
        said: dict[str, Any] = {"passed": 1}
        if fault is not None:
            said = {"rework": [{"quantity": 1}]} if fault.outcome == "rework" else {fault.outcome: 1}
            said["defects"] = [_defect(fault, Random(f"{piece.unit_id} {piece.position}"))]  # noqa: S311
        else:
            drift, standard = self._drift(goods), of_unit(self.conn, goods.unit_id)
            owed = owed_by(self.conn, goods.unit_id, standard, 1)
            said["findings"] = [
                {"check": check.id, "piece": 1, **good_answer(self.dice, check, drift)}
                for check in standard.checks
                if check.id in owed or (check.is_for_all and owes(lot, check, 0)) or (measures and check.limit)
            ]
        self._judge(goods, step, lot=lot.number, draw=piece.number, **said)

    def end_lot(self, lot: Lot, goods: Goods, step: int) -> dict[int, int] | None:
        """Ends a lot as its pieces say: where bad ones went back to, by unit; ``None`` where it is rejected."""
        end = LotOutcome.ACCEPTED if lot.is_accepted else LotOutcome.REJECTED
        ended = self._judge(goods, step, lot=lot.number, lot_end=end.value, all_checked=True)
        if end is LotOutcome.REJECTED:
            return None
        ids = {unit.unit: unit.unit_id for unit in lot.units}
        return {ids[moved.unit]: moved.to_place for moved in ended.result.moved if moved.to_place < step}

    def receive(self, order: str, paper: str, came: Mapping[str, tuple[int, int]], note: str = "") -> None:
        """Material in: pieces per size, on the partner's paper and on the table. The supervisor signs a difference."""
        lines = {self.setting.lines[order, size]: Came(*counts) for size, counts in came.items()}
        supervisor = self.setting.officers["PTG-02"]
        receive(
            self.conn,
            self._id().bytes,
            Paper(self.setting.orders[order], paper, lines, note),
            self.setting.officers["PTG-03"],
            self.clockwork.now,
            signed_by_id=supervisor,
        )

    def make(self, order: str, size: str, quantity: int, bundle_of: int | None, *, printed: bool = True) -> list[Goods]:
        """A batch: its bundles (or its card, where it isn't cut), their labels printed."""
        asked = self._asked(EntryKind.BATCH)
        line_id = self.setting.lines[order, size]
        done = _done(make_batch(self.conn, asked, line_id, Cut(quantity, bundle_of)))
        units = select(Unit.id, Unit.route_version_id, Label.code).join(Label, Label.unit_id == Unit.id)
        holding = Unit.parent_id.is_(None) if bundle_of is None else Unit.parent_id.is_not(None)
        batch_id = done.detail["batch_id"]
        found = self.conn.execute(units.where(Unit.batch_id == batch_id, holding).order_by(Unit.number)).all()
        if printed:
            whole = select(Unit.id).where(Unit.batch_id == batch_id)
            self.conn.execute(update(Label).where(Label.unit_id.in_(whole)).values(printed_at=self.clockwork.now))
        return [self._goods(*row) for row in found]

    def correct(self, goods: Goods, from_place: int, to_place: int, quantity: int, reason: str) -> None:
        """A supervisor sets right where pieces are."""
        asked = self._asked(EntryKind.CORRECT, reason)
        _done(correct(self.conn, asked, At(goods.unit_id, from_place), to_place, quantity))

    def hand_over(self, order: str, recipient: str) -> None:
        """Hands over everything of an order that is packed: a delivery note, from its draft to its signature."""
        ready = (
            select(OrderLine.id, func.sum(Balance.quantity))
            .join(Unit, Unit.order_line_id == OrderLine.id)
            .join(Balance, Balance.unit_id == Unit.id)
            .where(OrderLine.order_id == self.setting.orders[order], Balance.place == places.READY)
            .group_by(OrderLine.id)
        )
        note_id = self.draft(
            order, recipient, {line_id: int(quantity) for line_id, quantity in self.conn.execute(ready)}
        )
        self.approve(note_id)
        self.clockwork.pass_seconds(20 * 60)
        _done(
            deliveries.to_gate(
                self.conn, self._asked(EntryKind.GATE), note_id, "Pak Joko", "AD 8121 KB", "Regu jaga pagi"
            )
        )
        self.clockwork.pass_seconds(15 * 60)
        _done(deliveries.sign(self.conn, self._asked(EntryKind.DELIVER), note_id, {}, recipient))

    def draft(self, order: str, recipient: str, loose: Mapping[int, int], carton_ids: Sequence[int] = ()) -> int:
        """A delivery note's draft; answers its key."""
        load = deliveries.Load(
            {(GoodsKind.GOOD.value, line_id): quantity for line_id, quantity in loose.items()}, carton_ids
        )
        asked, paper = self._asked(EntryKind.DRAFT), deliveries.Paper(recipient)
        done = _done(deliveries.draft(self.conn, asked, self.setting.orders[order], paper, load))
        found = select(Delivery.id).where(Delivery.number == done.detail["number"])
        return int(self.conn.execute(found).scalar_one())

    def approve(self, note_id: int) -> None:
        """Approves a delivery note."""
        _done(deliveries.approve(self.conn, self._asked(EntryKind.APPROVE), note_id))

    def carton(self, order: str, size: str, quantity: int, *, sealed: bool = True) -> int:
        """A new carton with so many loose pieces of one size that are ready; answers its key."""
        order_id = self.setting.orders[order]
        made = _done(cartons.make(self.conn, self._asked(EntryKind.CARTON), order_id))
        carton_id = int(
            self.conn.execute(select(Carton.id).where(Carton.number == made.detail["numbers"][0])).scalar_one()
        )
        there = loose.of_line(self.conn, self.setting.lines[order, size])
        for pile in loose.divided(there, quantity)[0]:
            _done(cartons.pack(self.conn, self._asked(EntryKind.PACK), carton_id, {pile.unit_id: pile.quantity}))
        if sealed:
            _done(cartons.seal(self.conn, self._asked(EntryKind.CARTON), carton_id))
        return carton_id

    def _goods(self, unit_id: int, version_id: int, code: str) -> Goods:
        codes = {stage_id: stage for stage, stage_id in self.setting.stages.items()}
        route = read.route(self.conn, version_id)
        return Goods(unit_id, code, route, tuple(codes[step.stage_id] for step in route))

    def _waiting(self, goods: Goods, step: int) -> list[Holding]:
        held, _ = read.held(self.conn, goods.unit_id)
        return [holding for holding in held if goods.route.reaches(holding.place, frozenset({step})) == step]

    def _judge(self, goods: Goods, step: int, **said: Any) -> VerdictResult:
        """What an inspector says of goods at their gate."""
        [station] = self.setting.stations[goods.stages[step - 1]]
        now = self.clockwork.now
        item = verdicts_heard.hear(self._item(goods.code, **said), now, now)
        answer: VerdictResult = _only(record_verdicts(self.conn, self.setting.keys[station], [item], now))
        _must(answer.result.no, goods.code)
        return answer

    def _drift(self, goods: Goods) -> float:
        sewn_at = goods.stages.index("JHT") + 1 if "JHT" in goods.stages else None
        return drift_of(self.conn, goods.unit_id, sewn_at, self.clockwork.minute)

    def _findings(self, goods: Goods, judged: int, faults: Sequence[Fault], measured: int) -> list[dict[str, Any]]:
        """What the standard owes, and a few measurements more; a fault that is measured shows its number."""
        standard, passed = of_unit(self.conn, goods.unit_id), judged - len(faults)
        drift = self._drift(goods)
        findings: list[dict[str, Any]] = [
            {"check": check.id, "piece": piece, **good_answer(self.dice, check, drift)}
            for check in standard.checks
            if not check.is_for_all
            for piece in range(1, min(max(measured if check.limit else 0, _owed_by(check, passed)), passed) + 1)
        ]
        if passed:
            findings += [{"check": check.id, "piece": 0, "good": True} for check in standard.checks if check.is_for_all]
        if any(fault.defect in _MEASURED_FAULTS for fault in faults):
            check, low = next((check, check.limit.low) for check in standard.checks if check.limit and check.limit.low)
            findings.append({"check": check.id, "piece": judged, "value": low - 1})
        return findings

    def _item(self, code: str, minutes_ago: int = 0, **more: Any) -> dict[str, Any]:
        happened_at = clock.iso(self.clockwork.now - minutes_ago * clock.MINUTE)
        age = {"age_ms": minutes_ago * clock.MINUTE, "clock_offset_ms": 0} if minutes_ago else {}
        return {"id": str(self._id()), "code": code, "happened_at": happened_at, **age, **more}

    def _asked(self, kind: EntryKind, reason: str = "") -> EntryAsked:
        officer_id = self.setting.officers["PTG-02"]
        now = self.clockwork.now
        return EntryAsked(self._id().bytes, 0, kind, officer_id, now, now, reason=reason)

    def _id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)


def _owed_by(check: Check, passed: int) -> int:
    """On how many of the pieces that pass a check is answered here: no fewer than it is owed on."""
    owed = {Owed.EVERY: passed, Owed.FIRST: check.owed_first or 1, Owed.SAMPLE: 1}
    return owed.get(check.owed, 0)


def _defect(fault: Fault, dice: Random) -> dict[str, Any]:
    """A defect on a piece, where it is; with dice of its own, so that the rest of the story stays as it is."""
    return {"defect": fault.defect, "quantity": 1, "outcome": fault.outcome, "spots": spots(dice, fault.defect)}


def _count(faults: Sequence[Fault], outcome: str) -> int:
    return sum(1 for fault in faults if fault.outcome == outcome)


def _only(results: Sequence[Any] | None) -> Any:
    if results is None:
        raise NotInTheStory("a station's token is not known")
    [result] = results
    return result


def _must(no: No | None, what: str) -> None:
    if no is not None:
        raise NotInTheStory(f"{what}: {no.code} {dict(no.detail)}")


def _done(done: Done) -> Done:
    _must(done.no, "an entry")
    return done
