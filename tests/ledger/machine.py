"""Random histories: whatever happens in the workshop happens in the model too, and both must agree after every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, insert, text

from floor.access.tokens import hash_token
from floor.db import db
from floor.models import EntryKind, Order, OrderLine
from floor.office.batches import Cut, make_batch
from floor.office.deliveries import deliver
from floor.quality import say as verdict_say
from floor.quality.hearing import hear as hear_verdict
from floor.quality.verdicts import record_verdicts
from floor.rules.scanning import Mark as FloorMark
from floor.scan.corrections import catch_up, correct, release, undo_later
from floor.scan.entries import Done
from floor.scan.hearing import fingerprint
from floor.scan.record import EntryAsked
from floor.scan.splits import At, merge, split
from tests.cast import Shop, iso
from tests.ledger.model import (
    GATE,
    SKIPPABLE,
    Answer,
    Mark,
    Moved,
    Place,
    Scan,
    Split,
    Spot,
    Workshop,
    remembered,
    word,
)

# The numbers of places, as the database keeps them.
ENDS = {
    "ready": 1_000,
    "delivered": 2_000,
    "scrap": 3_000,
    "grade_b": 4_000,
    "hold": 5_000,
    "missing": 6_000,
    "returned": 7_000,
    "new": 8_000,
}
WORDS = {number: name for name, number in ENDS.items()}
STATIONS = ["P-OBR", "P-JHT", "P-BBG", "P-QC", "P-LPT", "P-GANDA"]
HOUR = 3_600_000

ANY = st.integers(0, 1_000)  # which of what there is, whatever there is by then
STATION = st.sampled_from(STATIONS)
SOME = st.none() | st.integers(1, 13)
FEW = st.integers(0, 11)
STEP = st.integers(1, 3)
SECONDS = st.sampled_from([0, 30, 31])

Answered = dict[str, Any]


def number_of(place: Place) -> int:
    """A place as the database keeps it."""
    return place if isinstance(place, int) else ENDS[word(place)] + (remembered(place) or 0)


def place_of(number: int) -> Place:
    """A place as the model has it."""
    if number < 1_000:
        return number
    end, step = WORDS[number // 1_000 * 1_000], number % 1_000
    return f"{end} {step}" if step else end


class Histories(RuleBasedStateMachine):
    """One order line of a workshop that many histories share. ``seen`` counts what was answered."""

    shop: Shop
    reading: Connection
    seen: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.model = Workshop()
        self.said: list[tuple[Callable[[], list[Answered]], list[Answered]]] = []  # how to ask again, what was answered
        self.asked: list[tuple[str, dict[str, Any]]] = []  # station and item of every scan
        self.changed: list[tuple[Callable[[EntryAsked], Done], EntryAsked, Done]] = []
        self.codes: dict[str, str] = {}
        self.ids: dict[str, int] = {}

    # How it begins

    @initialize(bundle_of=st.sampled_from([None, 1, 4, 12]), quantity=st.integers(5, 12))
    def an_order(self, bundle_of: int | None, quantity: int) -> None:
        self.shop.now += HOUR
        self.line = self.shop.write(lambda conn: _new_line(conn, self.shop))
        self._make_batch(quantity, bundle_of)

    def _make_batch(self, quantity: int, bundle_of: int | None) -> None:
        def work(conn: Connection, asked: EntryAsked) -> Done:
            return make_batch(conn, asked, self.line, Cut(quantity, bundle_of))

        key, done = self._change(EntryKind.BATCH, work)
        card = str(done.detail["batch"])
        if bundle_of is None:
            units = {card: quantity}
        else:
            sizes = [min(bundle_of, quantity - start) for start in range(0, quantity, bundle_of)]
            units = {f"{card}/{number:03}": size for number, size in enumerate(sizes, start=1)}
        self.model.make(key, units, card)
        self._learn()

    def _learn(self) -> None:
        """The ids and codes of the line's units."""
        rows = self.reading.execute(
            text(
                "SELECT u.name, u.id, l.code FROM unit u JOIN label l ON l.unit_id = u.id WHERE u.order_line_id = :line"
            ),
            {"line": self.line},
        ).all()
        self.ids = {name: unit for name, unit, _ in rows}
        self.codes = {name: code for name, _, code in rows}

    # What happens

    @rule(seconds=st.sampled_from([1, 29, 31, 119, 121, 3_600]))
    def time_passes(self, seconds: int) -> None:
        self.shop.now += seconds * 1_000

    @rule(station=STATION, which=st.lists(ANY, min_size=1, max_size=3), quantity=SOME)
    def scans(self, station: str, which: list[int], quantity: int | None) -> None:
        self._scan(station, [self._new_scan(station, one, quantity=quantity) for one in which])

    @rule(which=st.lists(ANY, min_size=1, max_size=6), quantity=st.none() | st.integers(1, 4), both=st.booleans())
    def goods_go_on(self, which: list[int], quantity: int | None, both: bool) -> None:
        for one in which:
            waiting = [spot for spot in self._standing() if isinstance(spot[1], int)]
            if waiting:
                unit, step, _ = waiting[one % len(waiting)]
                station = "P-GANDA" if both and step in (1, 2) else STATIONS[int(step) - 1]
                self._scan(station, [self._new_scan(station, list(self.model.parents).index(unit), quantity=quantity)])

    @rule(which=ANY, stations=st.lists(STATION, min_size=2, max_size=5))
    def a_unit_goes_its_way(self, which: int, stations: list[str]) -> None:
        for station in sorted(stations, key=STATIONS.index):
            self._scan(station, [self._new_scan(station, which)])

    @rule(station=STATION, which=ANY, step=st.integers(1, 6), cycle=st.none() | st.integers(0, 2), quantity=SOME)
    def a_choice_is_answered(
        self, station: str, which: int, step: int, cycle: int | None, quantity: int | None
    ) -> None:
        self._scan(station, [self._new_scan(station, which, step=step, cycle=cycle, quantity=quantity)])

    @rule(station=STATION, which=ANY, minutes=st.integers(0, 60), quantity=SOME, seen=SOME)
    def a_late_scan_arrives(
        self, station: str, which: int, minutes: int, quantity: int | None, seen: int | None
    ) -> None:
        self._late(station, which, minutes, quantity=quantity, seen=seen)

    @rule(
        which=ANY,
        queues=st.permutations([("P-OBR", 30), ("P-JHT", 20), ("P-BBG", 10), ("P-JHT", 19)]),
        seen=st.none() | st.just(4),
    )
    def stations_were_offline(self, which: int, queues: list[tuple[str, int]], seen: int | None) -> None:
        for station, minutes in queues:
            self._late(station, which, minutes, seen=seen)

    @rule(seconds=SECONDS, which=FEW, times=st.integers(1, 2), station=st.sampled_from(["", "", "", "P-OBR"]))
    def a_scan_is_undone(self, seconds: int, which: int, times: int, station: str) -> None:
        scans = [(there, item) for there, item in self.asked if which % 2 or self.model.scans[item["id"]].recorded]
        for _ in range(times if scans else 0):
            there, scan = scans[-1 - which // 2 % len(scans)]
            at = min(self.model.scans[scan["id"]].at + seconds * 1_000, self.shop.now)
            item = self.shop.item(None, undoes=scan["id"], happened_at=iso(at), late=True)
            [answer] = self._send(station or there, [item])
            self._agree(self.model.undo_scan(item["id"], scan["id"], station or there, at), answer)
            self.asked.append((station or there, item))

    @precondition(lambda self: self.verdict_ids)
    @rule(seconds=SECONDS, which=FEW)
    def a_verdict_is_undone(self, seconds: int, which: int) -> None:
        undoes = self.verdict_ids[-1 - which % len(self.verdict_ids)]
        self._undo_verdict(undoes, min(self.model.verdicts[undoes].at + seconds * 1_000, self.shop.now))

    def _undo_verdict(self, undoes: str, at: int) -> None:
        item = self.shop.item(None, undoes=undoes, happened_at=iso(at))
        [answer] = self._send_verdict(item)
        self._agree(self.model.undo_verdict(item["id"], undoes, "P-QC", at), answer)

    @property
    def verdict_ids(self) -> list[str]:
        """Every verdict that was given, undos included."""
        return list(self.model.verdicts)

    @rule(which=FEW)
    def a_supervisor_undoes(self, which: int) -> None:
        scans = [key for key, kept in self.model.scans.items() if kept.recorded]
        if not scans:
            return
        undoes = scans[-1 - which % len(scans)]
        kept = text("SELECT id FROM scan WHERE client_id = :id")
        scan_id = self.reading.execute(kept, {"id": UUID(undoes).bytes}).scalar_one()
        unit = next(iter(self.ids.values()))

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return undo_later(conn, asked, scan_id, unit)

        key, done = self._change(EntryKind.UNDO, work)
        self._agree_done(self.model.undo_later(key, undoes), done)

    @rule(
        which=ANY,
        kinds=st.lists(st.sampled_from(["passed", "rework", "scrap", "hold"]), min_size=1, max_size=3),
        parts=st.lists(st.integers(1, 12), min_size=3, max_size=3),
        to_step=st.sampled_from([1, 2, 2, 3, 4]),
    )
    def a_verdict(self, which: int, kinds: list[str], parts: list[int], to_step: int) -> None:
        self._judge(self._unit(which), Split(**dict(zip(kinds, parts, strict=False)), to_step=to_step))

    @rule(
        which=ANY,
        kind=st.sampled_from([*["passed", "rework"] * 3, "hold", "scrap", "grade_b"]),
        to_step=STEP,
        mistaken=st.booleans(),
    )
    def all_at_the_gate_are_judged(self, which: int, kind: str, to_step: int, mistaken: bool) -> None:
        units = [spot[0] for spot in self._standing() if spot[1] in (GATE, SKIPPABLE)]
        if units:
            unit = units[which % len(units)]
            waiting = self.model.count(spot for spot in self.model.spots(unit) if spot[1] in (GATE, SKIPPABLE))
            self._judge(unit, Split(**{kind: waiting}, to_step=to_step))
            if mistaken:
                self._undo_verdict(self.verdict_ids[-1], self.shop.now)

    @rule(which=ANY)
    def a_unit_fails_again_and_again(self, which: int) -> None:
        unit = self._unit(which)
        for _ in range(3):
            self._judge(unit, Split(rework=1, to_step=SKIPPABLE))

    @rule(which=ANY, quantity=st.integers(1, 13))
    def a_split(self, which: int, quantity: int) -> None:
        spot = self._spot(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return split(conn, asked, self._at(spot), quantity)

        key, done = self._change(EntryKind.SPLIT, work)
        self._agree_done(self.model.split(key, spot, quantity, str(done.detail.get("name", ""))), done)
        self._learn()

    @rule(which=ANY, into=ANY)
    def a_merge(self, which: int, into: int) -> None:
        spot = self._spot(which)
        alike = [s[0] for s, n in self.model.pieces.items() if n and s[1:] == spot[1:]]
        target = alike[into % len(alike)] if into % 3 and alike else self._unit(into)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return merge(conn, asked, self._at(spot), self.ids[target])

        key, done = self._change(EntryKind.MERGE, work)
        self._agree_done(self.model.merge(key, spot, target), done)

    @rule(which=ANY, to_step=st.integers(1, 6))
    def missed_scans_are_caught_up(self, which: int, to_step: int) -> None:
        unit = self._unit(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return catch_up(conn, asked, self.ids[unit], to_step)

        key, done = self._change(EntryKind.CATCH_UP, work)
        self._agree_done(self.model.catch_up(key, unit, to_step), done)

    @rule(
        which=ANY,
        to=st.integers(1, 5)
        | st.sampled_from(["ready", "delivered", "scrap", "grade_b", "returned", "hold", "missing"]),
        step=st.integers(1, 5),
        quantity=st.integers(1, 4),
    )
    def a_count_is_corrected(self, which: int, to: Place, step: int, quantity: int) -> None:
        spot = self._spot(which)
        if to in ("hold", "missing"):
            to = f"{to} {remembered(spot[1]) if step > 2 and remembered(spot[1]) else step}"

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return correct(conn, asked, self._at(spot), number_of(to), quantity)

        key, done = self._change(EntryKind.CORRECT, work)
        self._agree_done(self.model.correct(key, spot, to, quantity), done)

    @rule(which=ANY, to=st.integers(1, 5) | st.sampled_from(["scrap", "grade_b", "ready"]), quantity=st.integers(1, 6))
    def held_pieces_are_freed(self, which: int, to: Place, quantity: int) -> None:
        held = [spot for spot, n in self.model.pieces.items() if n and word(spot[1]) == "hold"]
        spot = held[which % len(held)] if held and which % 4 else self._spot(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return release(conn, asked, self._at(spot), number_of(to), quantity)

        key, done = self._change(EntryKind.RELEASE, work)
        self._agree_done(self.model.release(key, spot, to, quantity), done)

    @rule(quantity=st.integers(1, 5))
    def pieces_are_delivered(self, quantity: int) -> None:
        def work(conn: Connection, asked: EntryAsked) -> Done:
            order = conn.execute(
                text("SELECT order_id FROM order_line WHERE id = :line"), {"line": self.line}
            ).scalar_one()
            return deliver(conn, asked, order, {self.line: quantity})

        key, done = self._change(EntryKind.DELIVER, work)
        self._agree_done(self.model.deliver(key, quantity), done)

    @rule(quantity=st.integers(1, 6), bundle_of=st.sampled_from([None, 3]))
    def another_batch(self, quantity: int, bundle_of: int | None) -> None:
        if len(self.model.parents) < 12:
            self._make_batch(quantity, bundle_of)

    # What was sent before is sent again

    @rule(which=ANY)
    def a_request_is_sent_again(self, which: int) -> None:
        if not self.said:
            return
        again, before = self.said[which % len(self.said)]
        for now, then in zip(again(), before, strict=True):
            assert now.get("replayed") is True, now
            assert _figures(now) == _figures(then)
            self.seen["replayed"] += 1

    @rule(which=ANY, quantity=st.integers(14, 20))
    def an_id_is_used_for_another_scan(self, which: int, quantity: int) -> None:
        if not self.asked:
            return
        station, item = self.asked[which % len(self.asked)]
        kept = self._anomalies()
        [answer] = self._post(station, [{**item, "quantity": quantity}])
        assert answer["refusal"]["code"] == "ID_REUSED"
        assert self._anomalies() == kept + 1
        self.seen["ID_REUSED"] += 1

    @rule(which=ANY, other=st.booleans())
    def a_change_is_asked_again(self, which: int, other: bool) -> None:
        if not self.changed:
            return
        work, asked, before = self.changed[which % len(self.changed)]
        if other:
            assert work(replace(asked, fingerprint=asked.fingerprint ^ 1)).no is not None
            return
        now = work(asked)
        assert now.replayed
        assert (now.entry_id, now.no, dict(now.detail)) == (before.entry_id, before.no, dict(before.detail))

    # What must hold

    @invariant()
    def the_balances_are_those_of_the_model(self) -> None:
        if not self.ids:
            return
        rows = self.reading.execute(
            text(
                "SELECT u.name, b.place, b.cycle, b.sent_by, b.quantity FROM balance b JOIN unit u ON u.id = b.unit_id"
                " WHERE u.order_line_id = :line"
            ),
            {"line": self.line},
        )
        balances = {(name, place_of(place), (cycle, by)): n for name, place, cycle, by, n in rows}
        assert balances == {spot: n for spot, n in self.model.pieces.items() if n}
        assert sum(balances.values()) == self.model.made
        assert min(balances.values()) > 0

    @invariant()
    def the_moves_lead_to_the_balances(self) -> None:
        if not self.ids:
            return
        rows = self.reading.execute(
            text(
                "SELECT f.name, m.from_place, m.from_cycle, m.from_sent_by, t.name, m.to_place, m.to_cycle,"
                " m.to_sent_by, m.quantity FROM move m JOIN unit f ON f.id = m.unit_id JOIN unit t"
                " ON t.id = m.to_unit_id WHERE f.order_line_id = :line ORDER BY m.id"
            ),
            {"line": self.line},
        )
        standing: Counter[Spot] = Counter()
        for name, place, cycle, by, to_name, to_place, to_cycle, to_by, quantity in rows:
            if place_of(place) != "new":
                standing[name, place_of(place), (cycle, by)] -= quantity
                assert standing[name, place_of(place), (cycle, by)] >= 0
            standing[to_name, place_of(to_place), (to_cycle, to_by)] += quantity
        assert +standing == +self.model.pieces

    @invariant()
    def those_that_wait_are_those_of_the_model(self) -> None:
        if not self.ids:
            return
        rows = self.reading.execute(
            text(
                "SELECT s.client_id FROM waiting_scan w JOIN scan s ON s.id = w.scan_id JOIN unit u"
                " ON u.id = w.unit_id WHERE u.order_line_id = :line"
            ),
            {"line": self.line},
        )
        assert {str(UUID(bytes=bytes(key))) for (key,) in rows} == set(self.model.waiting)

    # How it is done

    def _unit(self, which: int) -> str:
        return list(self.model.parents)[which % len(self.model.parents)]

    def _spot(self, which: int) -> Spot:
        if which % 11 == 7:  # where nothing is
            return self._unit(which), 5, (0, 0)
        spots = self._standing()
        return spots[which % len(spots)]

    def _standing(self) -> list[Spot]:
        """Where pieces are."""
        return sorted((spot for spot, n in self.model.pieces.items() if n), key=str)

    def _at(self, spot: Spot) -> At:
        mark: Mark = spot[2]
        return At(self.ids[spot[0]], number_of(spot[1]), FloorMark(*mark))

    def _new_scan(self, station: str, which: int, **more: Any) -> tuple[dict[str, Any], Scan]:
        unit = self._unit(which)
        item = self.shop.item(self.codes[unit], **{name: value for name, value in more.items() if value is not None})
        at = more.pop("at", self.shop.now)
        more.pop("happened_at", None)
        return item, Scan(item["id"], station, unit, at, **more)

    def _late(self, station: str, which: int, minutes: int, **more: Any) -> None:
        unit = self._unit(which)
        at = self.shop.now - minutes * 60_000
        told = {name: value for name, value in more.items() if value is not None}
        item = self.shop.item(self.codes[unit], happened_at=iso(at), late=True, **told)
        self._scan(station, [(item, Scan(item["id"], station, unit, at, late=True, **more))])

    def _scan(self, station: str, scans: list[tuple[dict[str, Any], Scan]]) -> None:
        answers = self._send(station, [item for item, _ in scans])
        for (item, scan), answer in zip(scans, answers, strict=True):
            self._agree(self.model.scan(scan), answer)
            self.asked.append((station, item))

    def _send(self, station: str, items: list[dict[str, Any]]) -> list[Answered]:
        answers = self._post(station, items)
        self.said.append((lambda: self._post(station, items), answers))
        return answers

    def _post(self, station: str, items: Iterable[Mapping[str, Any]]) -> list[Answered]:
        return self.shop.send(station, *items)

    def _judge(self, unit: str, parts: Split) -> None:
        failed = {"rework": parts.rework, "scrap": parts.scrap, "hold": parts.hold, "grade_b": parts.grade_b}
        item = self.shop.item(
            self.codes[unit],
            passed=parts.passed,
            scrap=parts.scrap,
            hold=parts.hold,
            grade_b=parts.grade_b,
            rework=[{"quantity": parts.rework, "to_step": parts.to_step}] if parts.rework else [],
            defects=[{"defect": "G01", "quantity": n, "outcome": outcome} for outcome, n in failed.items() if n],
        )
        [answer] = self._send_verdict(item)
        self._agree(self.model.judge(item["id"], unit, self.shop.now, parts), answer)

    def _send_verdict(self, item: dict[str, Any]) -> list[Answered]:
        answers = self._post_verdict(item)
        self.said.append((lambda: self._post_verdict(item), answers))
        return answers

    def _post_verdict(self, item: dict[str, Any]) -> list[Answered]:
        now, key = self.shop.now, hash_token(self.shop.tokens["P-QC"])
        heard = [hear_verdict(dict(item), now, now)]
        results = db.write(lambda conn: record_verdicts(conn, key, heard, now))
        assert results is not None
        return [verdict_say.answer(result, "id", "WIB") for result in results]

    def _change(self, kind: EntryKind, work: Callable[[Connection, EntryAsked], Done]) -> tuple[str, Done]:
        self.shop.now += 1
        client_id = uuid4()
        asked = EntryAsked(
            client_id.bytes,
            fingerprint([kind, str(client_id)]),
            kind,
            self.shop.ids["O-3"],
            self.shop.now,
            self.shop.now,
            reason="uji",
        )

        def run(asked: EntryAsked) -> Done:
            done: Done = db.write(lambda conn: work(conn, asked))
            return done

        done = run(asked)
        self.changed.append((run, asked, done))
        return str(client_id), done

    def _agree(self, expected: Answer, answer: Answered) -> None:
        if isinstance(expected, str):
            assert answer["outcome"] == "refused", (expected, answer)
            assert answer["refusal"]["code"] == expected
            self.seen[expected] += 1
            return
        assert answer["outcome"] == "recorded", (expected, answer)
        told = [(m["unit"], m["from"], m["to"], m["quantity"], m["cycle"], m["why"]) for m in answer["moves"]]
        assert Counter(told) == Counter(map(_told, expected))
        self.seen["recorded"] += 1

    def _agree_done(self, expected: Answer, done: Done) -> None:
        got = done.no.code if done.no is not None else "changed"
        assert got == (expected if isinstance(expected, str) else "changed")
        self.seen[got] += 1

    def _anomalies(self) -> int:
        found: int = self.reading.execute(text("SELECT COUNT(*) FROM anomaly")).scalar_one()
        return found


def _told(move: Moved) -> tuple[Any, ...]:
    """A move as an answer tells it: an end without the step it remembers."""
    (unit, source, _), (_, target, mark) = move.source, move.target
    shown = [place if isinstance(place, int) else word(place) for place in (source, target)]
    return unit, *shown, move.quantity, mark[0], move.why


def _figures(answer: Answered) -> tuple[Any, ...]:
    """What a repeated answer must tell alike."""
    refusal = answer.get("refusal", {})
    return answer["id"], answer["outcome"], answer.get("moves"), refusal.get("code"), refusal.get("detail")


def _new_line(conn: Connection, shop: Shop) -> int:
    """An order of its own, so that histories don't meet."""
    count = conn.execute(text("SELECT COUNT(*) FROM orders")).scalar_one()
    order = conn.execute(
        insert(Order)
        .values(
            number=f"PO-{count:05}",
            partner_id=1,
            product_id=shop.ids["product"],
            kind="own",
            due_on=date(2027, 1, 9),
            ordered_at=shop.now,
        )
        .returning(Order.id)
    ).scalar_one()
    line = insert(OrderLine).values(order_id=order, size="M", position=0, target=1).returning(OrderLine.id)
    return int(conn.execute(line).scalar_one())
