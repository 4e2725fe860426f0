"""Random labels: pieces split off and merged, blanks bound, cartons filled, sealed and opened again."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import Connection, text

from floor.access.tokens import hash_token
from floor.db import db
from floor.models import EntryKind
from floor.rules.codes import Kind
from floor.scan import blanks, cartons, labels, say_blanks
from floor.scan.entries import Done
from floor.scan.record import EntryAsked
from floor.scan.splits import merge, split
from tests.ledger import packing
from tests.ledger.driver import ANY, STATION, Answered, Driver
from tests.ledger.nouns import GATE, LAST, SKIPPABLE, Split
from tests.ledger.packing import Blank

USES = ["split", "split", "repair", "repair", "dye", "boil", "lost"]


class Labels(Driver):
    """What can happen to labels and cartons."""

    @rule(which=ANY, quantity=st.integers(1, 13))
    def a_split(self, which: int, quantity: int) -> None:
        spot = self._spot(which)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return split(conn, asked, self._at(spot), quantity)

        key, done = self._change(EntryKind.SPLIT, work)
        self._agree_done(packing.split(self.model, key, spot, quantity, str(done.detail.get("name", ""))), done)
        self._learn()

    @rule(which=ANY, into=ANY)
    def a_merge(self, which: int, into: int) -> None:
        spot = self._spot(which)
        alike = [s[0] for s, n in self.model.pieces.items() if n and s[1:] == spot[1:]]
        target = alike[into % len(alike)] if into % 3 and alike else self._unit(into)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return merge(conn, asked, self._at(spot), self.ids[target])

        key, done = self._change(EntryKind.MERGE, work)
        self._agree_done(packing.merge(self.model, key, spot, target), done)

    # Blanks

    @rule(
        which=ANY,
        station=STATION,
        use=st.sampled_from(USES),
        quantity=st.none() | st.integers(1, 13),
        step=st.none() | st.integers(1, 5),
        used=st.integers(0, 9),
    )
    def a_blank_is_bound(
        self, which: int, station: str, use: str, quantity: int | None, step: int | None, used: int
    ) -> None:
        unit = self._unit(which)
        if use == "repair":
            back = [spot[0] for spot in self._standing() if spot[2][0] and isinstance(spot[1], int)]
            unit = back[which % len(back)] if back and which % 5 else unit
        blank, spoiled = self._blank(unit, used)
        item = self._item(blank, unit, use, quantity, step)
        [answer] = self._send_blank(station, item)
        replaced = self.codes[unit]
        self._learn()
        name = next((name for name, code in self.codes.items() if code == blank), "")
        wanted = Blank(item["id"], station, use, unit, name, quantity, step, spoiled)
        self._agree(packing.bind(self.model, wanted), answer)
        if use == "lost" and answer["outcome"] == "recorded":
            self.old.append(replaced)

    @precondition(lambda self: self.old)
    @rule(which=ANY, station=STATION)
    def a_label_that_was_replaced_is_scanned(self, which: int, station: str) -> None:
        item = self.shop.item(self.old[which % len(self.old)])
        [answer] = self._send(station, [item])
        self._agree("LABEL_REPLACED", answer)

    # Cartons

    @precondition(lambda self: any(n and spot[1] in (LAST, "ready") for spot, n in self.model.pieces.items()))
    @rule(which=ANY, station=st.sampled_from(["P-LPT", "P-LPT", "P-LPT", "P-QC"]), used=st.integers(0, 9))
    def a_carton_is_begun(self, which: int, station: str, used: int) -> None:
        unit = self._unit(which)
        blank, spoiled = self._blank(unit, used)
        [answer] = self._send_blank(station, self._item(blank, unit, "carton"))
        number = answer.get("carton", "")
        self._agree(packing.new_carton(self.model, station, number, spoiled), answer)
        if number:
            self.cartons[number] = blank

    @rule(which=ANY, quantity=st.none() | st.integers(1, 4), begun=st.booleans(), sealed=st.booleans())
    def a_unit_is_finished_and_packed(self, which: int, quantity: int | None, begun: bool, sealed: bool) -> None:
        unit = self._unit(which)
        for station in ("P-OBR", "P-JHT", "P-BBG"):
            self._scan(station, [self._new_scan(station, which)])
        waiting = self.model.count(spot for spot in self.model.spots(unit) if spot[1] in (GATE, SKIPPABLE))
        self._judge(unit, Split(passed=waiting))
        if begun or not self.cartons:
            self.a_carton_is_begun(which, "P-LPT", 9)
        self._scan("P-LPT", [self._new_scan("P-LPT", which, quantity=quantity)])
        if sealed:
            self.a_carton_is_scanned(-1, "P-LPT")

    @precondition(lambda self: self.cartons)
    @rule(which=ANY, station=st.sampled_from(["P-LPT", "P-LPT", "P-LPT", "P-OBR"]))
    def a_carton_is_scanned(self, which: int, station: str) -> None:
        number = self._carton(which)
        item = self.shop.item(self.cartons[number])
        [answer] = self._send(station, [item])
        self._agree(packing.scan_carton(self.model, item["id"], station, self.shop.now, number), answer)
        self.asked.append((station, item))

    @precondition(lambda self: self.cartons)
    @rule(which=ANY, number=ANY, quantity=st.integers(1, 6), out=st.booleans())
    def pieces_are_packed(self, which: int, number: int, quantity: int, out: bool) -> None:
        carton, unit = self._carton(number), self._unit(which)
        ready = [spot[0] for spot in self._standing() if spot[1] == "ready"]
        unit = ready[which % len(ready)] if ready and which % 5 else unit
        wanted = {self.ids[unit]: quantity}
        do, think = (cartons.take_out, packing.take_out) if out else (cartons.pack, packing.pack)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            return do(conn, asked, self._carton_id(carton), wanted)

        key, done = self._change(EntryKind.PACK, work)
        self._agree_done(think(self.model, key, carton, unit, quantity), done)

    @precondition(lambda self: self.cartons)
    @rule(number=ANY, opened=st.booleans())
    def a_carton_is_sealed_or_opened(self, number: int, opened: bool) -> None:
        carton = self._carton(number)

        def work(conn: Connection, asked: EntryAsked) -> Done:
            do = cartons.open_again if opened else cartons.seal
            return do(conn, asked, self._carton_id(carton))

        _, done = self._change(EntryKind.CARTON, work)
        if opened:
            self.model.sealed.discard(carton)
        self._agree_done([] if opened else packing.seal(self.model, carton), done)

    # How

    def _blank(self, unit: str, used: int) -> tuple[str, str]:
        """A blank's code; now and then that of a label which is none any more, and what is said of it."""
        if used == 0:
            return self.codes[unit], "ALREADY_EXISTS"
        if used == 1 and self.old:
            return self.old[0], "LABEL_REPLACED"
        return str(self.shop.write(lambda conn: labels.issue(conn, Kind.UNIT, self.shop.now))), ""

    def _carton(self, which: int) -> str:
        return list(self.cartons)[which % len(self.cartons)]

    def _carton_id(self, number: str) -> int:
        found = text("SELECT id FROM carton WHERE number = :number")
        return int(self.reading.execute(found, {"number": number}).scalar_one())

    def _item(
        self, blank: str, unit: str, use: str, quantity: int | None = None, step: int | None = None
    ) -> dict[str, Any]:
        more = {name: value for name, value in (("quantity", quantity), ("step", step)) if value is not None}
        item = self.shop.item(None, blank=blank, source=self.codes[unit], use=use, **more)
        del item["code"]
        return item

    def _send_blank(self, station: str, item: dict[str, Any]) -> list[Answered]:
        answers = self._post_blank(station, item)
        self.said.append((lambda: self._post_blank(station, item), answers))
        return answers

    def _post_blank(self, station: str, item: dict[str, Any]) -> list[Answered]:
        now, key = self.shop.now, hash_token(self.shop.tokens[station])
        heard = [blanks.hear(dict(item), now, now)]
        bound = db.write(lambda conn: blanks.bind_blanks(conn, key, heard, now))
        assert bound is not None
        return [say_blanks.answer(one, "id", "WIB") for one in bound]
