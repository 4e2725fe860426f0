"""Many stations at once at the same bundles: afterwards every piece is accounted for and every answer is true."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection

from floor.access.tokens import hash_token
from floor.boards.verify import verify
from floor.db import db
from floor.quality.hearing import hear as hear_verdict
from floor.quality.verdicts import record_verdicts
from floor.scan import say
from floor.scan.envelope import write_heard
from floor.scan.hearing import hear
from floor.scan.scans import record_scans, record_scans_apart
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

STATIONS = ["P-OBR", "P-JHT", "P-BBG", "P-LPT", "P-GANDA", "P-OBR", "P-JHT", "P-QC"]
TURNS = 50

Answered = dict[str, Any]


class Station:
    """A station that does something at random, again and again."""

    def __init__(self, shop: Shop, number: int, codes: list[str]) -> None:
        self.shop, self.name, self.codes = shop, STATIONS[number], codes
        self.key = hash_token(shop.tokens[self.name])
        self.random = Random(number)  # the same every time, though the threads are not
        self.sent: list[Answered] = []
        self.answers: list[Answered] = []

    def work(self, start: threading.Barrier) -> None:
        """A shift."""
        start.wait()
        for _ in range(TURNS):
            self.judge() if self.name == "P-QC" else self.scan()

    def scan(self) -> None:
        """A scan or several, of any kind: of a bundle, a part, a card, late, an undo, one sent before."""
        items = [self._item() for _ in range(self.random.choice([1, 1, 3]))]
        heard_at = self.shop.now + 60_000
        heard = [hear(item, heard_at, heard_at) for item in items]

        def work(conn: Connection) -> Any:
            return record_scans(conn, self.key, heard, heard_at)

        def apart(conn: Connection) -> Any:
            return record_scans_apart(conn, self.key, heard, heard_at)

        self.sent += [item for item in items if item not in self.sent]
        self.answers += [say.answer(result, "id", "WIB") for result in write_heard(work, apart)]

    def _item(self) -> Answered:
        lot = self.random.random()
        if self.sent and lot < 0.1:
            return self.random.choice(self.sent)
        if self.sent and lot < 0.2:
            undoes = self.sent[-1]
            return self.shop.item(None, undoes=undoes["id"], happened_at=undoes["happened_at"])
        more: Answered = {"quantity": self.random.randint(1, 4)} if lot < 0.5 else {}
        if lot > 0.8:
            more |= {"late": True, "happened_at": iso(self.shop.now - self.random.randint(0, 600_000))}
        return self.shop.item(self.random.choice(self.codes), **more)

    def judge(self) -> None:
        """A verdict on some pieces."""
        counts = {name: self.random.choice([0, 0, 1]) for name in ("scrap", "hold")}
        back = [{"quantity": 1, "to_step": 2}] if self.random.random() < 0.3 else []
        defects = [{"defect": "G01", "quantity": 1, "outcome": name} for name, n in counts.items() if n]
        defects += [{"defect": "G01", "quantity": 1, "outcome": "rework"}] if back else []
        passed = self.random.randint(1, 4)
        item = self.shop.item(self.random.choice(self.codes), passed=passed, rework=back, defects=defects, **counts)
        heard_at = self.shop.now + 60_000
        heard = [hear_verdict(item, heard_at, heard_at)]

        def work(conn: Connection) -> Any:
            return record_verdicts(conn, self.key, heard, heard_at)

        self.answers += [say.answer(one.result, "id", "WIB") for one in write_heard(work, work)]


@pytest.fixture
def shift(shop: Shop) -> list[Station]:
    """Eight stations that worked at the same time at a batch card and its two bundles."""
    codes = [shop.code("A-001-01"), shop.bundle(1), shop.bundle(2), shop.bundle(1), shop.bundle(2)]
    stations = [Station(shop, number, codes) for number in range(len(STATIONS))]
    start = threading.Barrier(len(stations))
    with ThreadPoolExecutor(len(stations)) as pool:
        for done in [pool.submit(station.work, start) for station in stations]:
            done.result()
    return stations


def _kept(database: OpenDatabase, table: str) -> Counter[str]:
    return Counter(str(UUID(bytes=bytes(key))) for (key,) in database.rows(f"SELECT client_id FROM {table}"))


def _first_answers(shift: list[Station]) -> dict[str, Answered]:
    """What was answered of each id when it was heard first."""
    return {a["id"]: a for station in shift for a in station.answers if "replayed" not in a}


def test_stations_at_once_leave_a_ledger_that_balances(shift: list[Station], database: OpenDatabase) -> None:
    answers = _first_answers(shift)
    assert db.write(verify).problems == ()
    assert database.value("SELECT SUM(quantity) FROM balance") == 24
    kept = _kept(database, "scan") + _kept(database, "inspection")
    assert set(kept) == set(answers)
    assert set(kept.values()) == {1}
    codes = Counter(answer.get("refusal", {}).get("code", "recorded") for answer in answers.values())
    assert codes["recorded"] > 20
    _every_answer_is_true(answers, database)


def _every_answer_is_true(answers: dict[str, Answered], database: OpenDatabase) -> None:
    """What a station was told has moved is what the ledger says of that very scan or verdict, no more and no less."""
    moved: dict[str, Counter[tuple[int, str]]] = {}
    for table in ("scan", "inspection"):
        rows = database.rows(
            f"SELECT s.client_id, m.quantity, m.why, s.outcome FROM move m JOIN {table} s ON s.id = m.{table}_id"
        )
        for key, quantity, why, outcome in rows:
            if outcome == "recorded":  # others were recorded by themselves, later
                moved.setdefault(str(UUID(bytes=bytes(key))), Counter())[quantity, why] += 1
    told = {
        key: Counter((move["quantity"], move["why"]) for move in answer["moves"])
        for key, answer in answers.items()
        if answer.get("moves")
    }
    assert told == moved
