"""Random histories: whatever happens in the workshop happens in the model too, and both must agree after every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import Connection, insert, text

from floor.models import EntryKind, Order, OrderLine
from floor.office.batches import Cut, make_batch
from floor.office.returns import bring_back, decide
from floor.scan.corrections import catch_up, correct, release, undo_later
from floor.scan.entries import Done
from floor.scan.record import EntryAsked
from tests.cast import Shop, hand_over, iso
from tests.ledger import leaving, setting_right
from tests.ledger.driver import ANY, FEW, SECONDS, STATION, STATIONS, figures, number_of, place_of
from tests.ledger.judged import Verdicts
from tests.ledger.labelled import Labels
from tests.ledger.nouns import Place, Spot, remembered, word

HOUR = 3_600_000

SOME = st.none() | st.integers(1, 13)


class Histories(Verdicts, Labels):
    """What can happen, and what must hold after each step."""

    # How it begins

    @initialize(bundle_of=st.sampled_from([None, 1, 4, 12]), quantity=st.integers(5, 12))
    def an_order(self, bundle_of: int | None, quantity: int) -> None:
        self.shop.now += HOUR
        self.line = self.shop.write(lambda conn: _new_line(conn, self.shop))
        self.shop.write(lambda conn: conn.execute(text("UPDATE station SET carton_id = NULL")))
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

    @rule(which=ANY, to_step=st.integers(1, 6))
    def missed_scans_are_caught_up(self, which: int, to_step: int) -> None:
        unit = self._unit(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return catch_up(conn, asked, self.ids[unit], to_step)

        key, done = self._change(EntryKind.CATCH_UP, work)
        self._agree_done(setting_right.catch_up(self.model, key, unit, to_step), done)

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
        self._agree_done(setting_right.correct(self.model, key, spot, to, quantity), done)

    @rule(which=ANY, to=st.integers(1, 5) | st.sampled_from(["scrap", "grade_b", "ready"]), quantity=st.integers(1, 6))
    def held_pieces_are_freed(self, which: int, to: Place, quantity: int) -> None:
        held = [spot for spot, n in self.model.pieces.items() if n and word(spot[1]) == "hold"]
        spot = held[which % len(held)] if held and which % 4 else self._spot(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return release(conn, asked, self._at(spot), number_of(to), quantity)

        key, done = self._change(EntryKind.RELEASE, work)
        self._agree_done(setting_right.release(self.model, key, spot, to, quantity), done)

    @rule(quantity=st.integers(1, 5), refused=st.integers(0, 2), to_hold=st.booleans())
    def pieces_are_delivered(self, quantity: int, refused: int, to_hold: bool) -> None:
        def work(conn: Connection, asked: EntryAsked) -> Done:
            order = conn.execute(
                text("SELECT order_id FROM order_line WHERE id = :line"), {"line": self.line}
            ).scalar_one()
            return hand_over(conn, asked, order, {self.line: quantity}, refused, to_hold=to_hold)

        key, done = self._change(EntryKind.DELIVER, work)
        self._agree_done(leaving.deliver(self.model, key, quantity, min(refused, quantity), to_hold), done)

    @precondition(lambda self: any(n and spot[1] == "delivered" for spot, n in self.model.pieces.items()))
    @rule(which=ANY, quantity=st.integers(1, 4))
    def the_partner_brings_pieces_back(self, which: int, quantity: int) -> None:
        unit = self._unit(which)
        if which % 3:
            unit = next(spot[0] for spot in self._standing() if spot[1] == "delivered")

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return bring_back(conn, asked, self.ids[unit], quantity)

        key, done = self._change(EntryKind.RETURN, work)
        self._agree_done(leaving.bring_back(self.model, key, unit, quantity), done)

    @precondition(lambda self: any(n and spot[1] in ("returned", "hold") for spot, n in self.model.pieces.items()))
    @rule(which=ANY, to=st.integers(1, 6) | st.sampled_from(["ready", "scrap", "grade_b"]), quantity=st.integers(1, 4))
    def what_came_back_is_decided_on(self, which: int, to: Place, quantity: int) -> None:
        waiting = [spot for spot in self._standing() if spot[1] in ("returned", "hold")]
        spot = waiting[which % len(waiting)] if which % 4 else self._spot(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return decide(conn, asked, self._at(spot), number_of(to), quantity)

        key, done = self._change(EntryKind.RELEASE, work)
        self._agree_done(leaving.decide(self.model, key, spot, to, quantity), done)

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
            assert figures(now) == figures(then)
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
