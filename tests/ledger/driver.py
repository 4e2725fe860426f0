"""How histories drive the real functions, and compare what is answered with what the model says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, cast
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Connection, text

from floor.access.tokens import hash_token
from floor.db import db
from floor.models import EntryKind
from floor.quality import say as verdict_say
from floor.quality.hearing import hear as hear_verdict
from floor.quality.verdicts import Said, record_verdicts
from floor.rules.scanning import Mark as FloorMark
from floor.scan.entries import Done
from floor.scan.hearing import fingerprint
from floor.scan.record import EntryAsked
from floor.scan.splits import At
from tests.cast import Shop, iso
from tests.ledger.model import Workshop
from tests.ledger.nouns import Answer, Mark, Moved, Place, Scan, Split, Spot, remembered, word

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
STATIONS = ["P-OBR", "P-JHT", "P-BBG", "P-QC", "P-LPT", "P-GANDA"]
ANY = st.integers(0, 1_000)  # which of what there is, whatever there is by then
STATION = st.sampled_from(STATIONS)
FEW = st.integers(0, 11)
SECONDS = st.sampled_from([0, 30, 31])
WORDS = {number: name for name, number in ENDS.items()}
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


class Driver(RuleBasedStateMachine):
    """One order line of a workshop that many histories share. ``seen`` counts what was answered."""

    shop: Shop
    reading: Connection
    seen: Counter[str]
    line: int

    def __init__(self) -> None:
        super().__init__()
        self.model = Workshop()
        self.said: list[tuple[Callable[[], list[Answered]], list[Answered]]] = []  # how to ask again, what was answered
        self.asked: list[tuple[str, dict[str, Any]]] = []  # station and item of every scan
        self.changed: list[tuple[Callable[[EntryAsked], Done], EntryAsked, Done]] = []
        self.codes: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.old: list[str] = []  # codes of labels that were replaced
        self.cartons: dict[str, str] = {}  # number: code

    def _learn(self) -> None:
        """The ids of the line's units, and the codes of the labels that they carry."""
        rows = self.reading.execute(
            text(
                "SELECT u.name, u.id, l.code FROM unit u JOIN label l ON l.unit_id = u.id"
                " WHERE u.order_line_id = :line AND l.replaced_by_id IS NULL"
            ),
            {"line": self.line},
        ).all()
        self.ids = {name: unit for name, unit, _ in rows}
        self.codes = {name: code for name, _, code in rows}

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
        item = self._verdict(unit, parts)
        [answer] = self._send_verdict(item)
        self._agree(self.model.judge(item["id"], unit, self.shop.now, parts), answer)

    def _correct(self, wrong: str, unit: str, parts: Split) -> None:
        kept = text("SELECT id FROM inspection WHERE client_id = :id")
        corrects = int(self.reading.execute(kept, {"id": UUID(wrong).bytes}).scalar_one())
        item = self._verdict(unit, parts, note="keliru tekan")
        [answer] = self._send_verdict(item, corrects)
        self._agree(self.model.correct_verdict(item["id"], wrong, unit, self.shop.now, parts), answer)
        self.seen["corrected"] += answer["outcome"] == "recorded"

    def _verdict(self, unit: str, parts: Split, **more: Any) -> dict[str, Any]:
        failed = {"rework": parts.rework, "scrap": parts.scrap, "hold": parts.hold, "grade_b": parts.grade_b}
        return self.shop.item(
            self.codes[unit],
            passed=parts.passed,
            scrap=parts.scrap,
            hold=parts.hold,
            grade_b=parts.grade_b,
            rework=[{"quantity": parts.rework, "to_step": parts.to_step}] if parts.rework else [],
            defects=[{"defect": "G01", "quantity": n, "outcome": outcome} for outcome, n in failed.items() if n],
            **more,
        )

    def _send_verdict(self, item: dict[str, Any], corrects: int | None = None) -> list[Answered]:
        answers = self._post_verdict(item, corrects)
        self.said.append((lambda: self._post_verdict(item, corrects), answers))
        return answers

    def _post_verdict(self, item: dict[str, Any], corrects: int | None = None) -> list[Answered]:
        now, key = self.shop.now, hash_token(self.shop.tokens["P-QC"])
        heard_item, asked = cast(Said, hear_verdict(dict(item), now, now))
        heard = [(heard_item, replace(asked, corrects=corrects))]
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
        assert Counter(told) == Counter(map(told_move, expected))
        self.seen["recorded"] += 1

    def _agree_done(self, expected: Answer, done: Done) -> None:
        got = done.no.code if done.no is not None else "changed"
        assert got == (expected if isinstance(expected, str) else "changed")
        self.seen[got] += 1

    def _anomalies(self) -> int:
        found: int = self.reading.execute(text("SELECT COUNT(*) FROM anomaly")).scalar_one()
        return found


def told_move(move: Moved) -> tuple[Any, ...]:
    """A move as an answer tells it: an end without the step it remembers."""
    (unit, source, _), (_, target, mark) = move.source, move.target
    shown = [place if isinstance(place, int) else word(place) for place in (source, target)]
    return unit, *shown, move.quantity, mark[0], move.why


def figures(answer: Answered) -> tuple[Any, ...]:
    """What a repeated answer must tell alike."""
    refusal = answer.get("refusal", {})
    return answer["id"], answer["outcome"], answer.get("moves"), refusal.get("code"), refusal.get("detail")
