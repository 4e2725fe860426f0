"""Random fault scripts: the tablets' own outbox against the real server, through networks that fail: nothing is lost.

    .venv/bin/python -m benchmarks.faults [--scripts 1000] [--at-once 25] [--seed 1]

Each script is a tablet (the outbox of ``floor/static/js`` under node, see ``benchmarks/tablet``) that scans, judges,
undoes and photographs while requests are dropped before, during and after the server heard them, sent twice, held up
and answered with nonsense, its pages reload, crash and lose their power, its clock jumps, a second tab opens, its token
is ended. Meanwhile the server is killed with ``kill -9`` and started again, and in every second round a backup is
restored. Then all heals, and every item that a tablet kept must be recorded exactly once, in its unit's order.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import cv2
from sqlalchemy import Connection, create_engine, insert, make_url, select, text, update

from floor import backup, clock
from floor.access.tokens import hash_token, issue
from floor.boards.verify import verify
from floor.db import db
from floor.models import EntryKind, Label, Product, Station, StationStage, Unit
from floor.office.batches import Cut, make_batch
from floor.settings import Settings, load
from floor.upgrade import upgrade
from tests.cast import Shop, build
from tests.scan import drawn_labels
from tests.stations.tablet import Server

HERE = Path(__file__).parent
JS = HERE.parent / "floor" / "static" / "js"
BUNDLES, BUNDLE_OF = 6, 5
_END_TOKENS = (
    "UPDATE station_token SET revoked_at = :now WHERE revoked_at IS NULL"
    " AND station_id = (SELECT id FROM station WHERE code = :station)"
)
_PAIR_AGAIN = (
    "INSERT INTO station_token (station_id, officer_id, token_hash, name, issued_at, locked)"
    " SELECT station_id, officer_id, :hash, name, :now, locked FROM station_token"
    " WHERE station_id = (SELECT id FROM station WHERE code = :station) LIMIT 1"
)
SEEN_OFF_MS = 60_000
_KILLS, _MOST_KILLS = 3, 60  # as many as it takes until all scripts were played, within reason


@dataclass
class Tally:
    """What a run found: ``problems`` is empty when nothing was lost and nothing doubled."""

    scripts: int = 0
    made: int = 0
    recorded: int = 0
    kills: int = 0
    restores: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)
    clocks: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def has_node() -> bool:
    """Whether the tablets' scripts can run here."""
    return shutil.which("node") is not None


@contextmanager
def workshop(folder: Path, scripts: list[int]) -> Iterator[tuple[Settings, list[dict[str, Any]]]]:
    """A workshop with a station, a token and bundles for each script, by its seed."""
    settings = load({"FLOOR_INSTANCE": str(folder)})
    upgrade(settings.database_url)
    db.open_for_writing(settings.database_url, 1_000)
    try:
        shop = build()
        db.write(_nothing_is_measured)
        plans = [_plan(shop, seed, folder) for seed in scripts]
    finally:
        db.close_writing()
    yield settings, plans


def _nothing_is_measured(conn: Connection) -> None:
    conn.execute(update(Product).values(standard_id=None))


def _plan(shop: Shop, seed: int, folder: Path) -> dict[str, Any]:
    random, name = Random(seed), f"F-{seed}"
    kind = "judge" if random.random() < 0.25 else "scan"
    done = make(shop)
    codes = db.write(lambda conn: _codes(conn, done))
    if kind == "judge":
        for code in codes:
            shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    photo = None
    if kind == "scan" and random.random() < 0.2:
        photo = folder / f"{name}.png"
        seen = [(drawn_labels.qr(code), 40 + 290 * place, 40 + 160 * place) for place, code in enumerate(codes[-2:])]
        cv2.imwrite(str(photo), drawn_labels.table(*seen))
    token = db.write(lambda conn: _station(conn, shop, name, kind))
    return {
        "name": name,
        "seed": seed,
        "station": name,
        "token": token,
        "kind": kind,
        "codes": codes[:-2] if photo else codes,
        "photo": str(photo) if photo else None,
        "photo_codes": codes[-2:] if photo else [],
    }


def make(shop: Shop) -> str:
    """A batch of its own; answers its name."""
    asked = shop.entry(EntryKind.BATCH, "faults")
    done = db.write(lambda conn: make_batch(conn, asked, shop.ids["line M"], Cut(BUNDLES * BUNDLE_OF, BUNDLE_OF)))
    return str(done.detail["batch"])


def _codes(conn: Connection, batch: str) -> list[str]:
    named = select(Label.code).join(Unit, Unit.id == Label.unit_id).where(Unit.name.like(f"{batch}/%"))
    return list(conn.execute(named.order_by(Unit.name)).scalars())


def _station(conn: Connection, shop: Shop, name: str, kind: str) -> str:
    station = conn.execute(insert(Station).values(code=name, name=name).returning(Station.id)).scalar_one()
    conn.execute(insert(StationStage).values(station_id=station, stage_id=shop.ids["QC" if kind == "judge" else "OBR"]))
    officer = shop.ids["O-2" if kind == "judge" else "O-1"]
    return issue(conn, station, officer, name, clock.now())


class Round:
    """Some scripts at once on one server that is killed and, in some rounds, restored from a backup."""

    def __init__(self, folder: Path, seeds: list[int], tally: Tally, *, restores: bool) -> None:
        self.folder, self.seeds, self.tally, self.restores = folder, seeds, tally, restores
        self.random = Random(seeds[0])
        self.up = threading.Lock()  # held while the database is somebody else's

    def run(self) -> None:
        """Plays them and looks at what became of every item."""
        with workshop(self.folder, self.seeds) as (settings, plans):
            self.settings = settings
            self.server = Server(self.folder, settings.database_url, _free_port())
            self.server.start()
            try:
                reports = self._play(plans)
            finally:
                self.server.kill()
            self._judge(plans, reports)

    def _play(self, plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
        js = self.folder / "js"
        js.mkdir()
        for module in JS.glob("*.js"):
            shutil.copy(module, js)
        (js / "package.json").write_text('{"type": "module"}')
        (self.folder / "node.log").touch()
        with (self.folder / "node.log").open("wb") as log:
            node = subprocess.Popen(
                ["node", str(HERE / "tablet" / "run.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
            assert node.stdin and node.stdout
            self.node = node
            self.playing = {plan["name"] for plan in plans}
            self._say({"port": self.server.port, "js": str(js), "scripts": plans})
            trouble = threading.Thread(target=self._trouble)
            trouble.start()
            try:
                reports = [said for line in node.stdout if (said := self._heed(json.loads(line))) is not None]
            finally:
                node.kill()
                self.playing = set()
                trouble.join()
                node.wait()
                node.stdin.close()
                node.stdout.close()
        return reports

    def _say(self, what: dict[str, Any]) -> None:
        assert self.node.stdin
        try:
            self.node.stdin.write(json.dumps(what).encode() + b"\n")
            self.node.stdin.flush()
        except BrokenPipeError:
            self.tally.problems.append(f"node ended: {(self.folder / 'node.log').read_text()[-2000:]}")

    def _heed(self, said: dict[str, Any]) -> dict[str, Any] | None:
        if "unpaired" in said:
            with self.up:
                token = self._new_token(said["unpaired"])
            self._say({"script": said["unpaired"], "token": token})
            return None
        if "played" in said:
            self.playing.discard(said["played"])
            return None
        if "broken" in said:
            self.playing = set()
            self.tally.problems.append(f"seed {said['seed']}: the page broke: {said['error']}")
            return None
        return said

    def _new_token(self, station: str) -> str:
        token = f"{station}-{self.random.random()}"
        values = {"station": station, "now": clock.now(), "hash": hash_token(token)}
        file = make_url(self.settings.database_url).database or ""
        with closing(sqlite3.connect(file, timeout=60, isolation_level=None)) as conn:
            for statement in ("BEGIN IMMEDIATE", _END_TOKENS, _PAIR_AGAIN, "COMMIT"):
                conn.execute(statement, values if ":" in statement else {})
        return token

    def _trouble(self) -> None:
        """Kills and restores while the tablets work; then the server stays, and the networks with it."""
        copy = None
        for turn in range(_MOST_KILLS):
            if turn >= _KILLS and not self.playing:
                break
            time.sleep(1 + 2 * self.random.random())
            if self.restores and turn == 0:
                with self.up:
                    copy = backup.backup(self.settings)
            with self.up:
                self.server.kill()
                self.tally.kills += 1
                if copy is not None and turn == 2:
                    backup.restore(self.settings, copy)
                    self.tally.restores += 1
                time.sleep(self.random.random())
                self.server.start()
        self._say({"heal": True})

    def _judge(self, plans: list[dict[str, Any]], reports: list[dict[str, Any]]) -> None:
        self.tally.scripts += len(plans)
        missing = {plan["seed"] for plan in plans} - {report["seed"] for report in reports}
        self.tally.problems += [f"seed {seed}: the script never ended" for seed in missing]
        by_seed = {plan["seed"]: plan for plan in plans}
        engine = create_engine(self.settings.database_url)
        with closing(engine.connect()) as conn:
            for report in reports:
                self.tally.faults.update(report["faults"])
                self.tally.deeds.update(report["did"])
                found = _judge_one(conn, by_seed[report["seed"]], report, self.tally)
                self.tally.problems += [f"seed {report['seed']}: {problem}" for problem in found]
            self.tally.problems += [str(mistake) for mistake in verify(conn).problems]
        engine.dispose()


def _judge_one(conn: Connection, plan: dict[str, Any], report: dict[str, Any], tally: Tally) -> Iterator[str]:
    made = {one["id"]: one for one in report["made"] if one["kind"] != "photos"}
    kept = {row["id"]: row for row in report["rows"] if row["kind"] != "photos"}
    waiting = [row["id"] for row in report["rows"] if row["state"] != "answered"]
    if waiting:
        yield f"{len(waiting)} still wait: {waiting[:3]}"
    if made.keys() - kept.keys():
        yield f"the tablet let go of {made.keys() - kept.keys()}"
    wanted = {UUID(one).bytes: one for one in {*made, *kept}}
    table = "inspection" if plan["kind"] == "judge" else "scan"
    rows = conn.execute(
        text(
            f"SELECT client_id, code, outcome, at, clock FROM {table} WHERE station_id ="  # noqa: S608 - two words
            " (SELECT id FROM station WHERE code = :code) ORDER BY id"
        ),
        {"code": plan["station"]},
    ).all()
    heard = Counter(row.client_id for row in rows)
    tally.made += len(wanted)
    tally.recorded += sum(row.outcome == "recorded" for row in rows)
    yield from (f"{wanted[one]} was lost" for one in wanted if one not in heard)
    yield from (f"{wanted.get(one, one)} was doubled" for one, times in heard.items() if times > 1)
    yield from (f"{one.hex()} came from nowhere" for one in heard if one not in wanted)
    for row in rows:
        one = wanted.get(row.client_id)
        if one in kept and kept[one]["outcome"] not in (None, row.outcome):
            yield f"{one} was answered {kept[one]['outcome']} and is {row.outcome}"
        if one in made and made[one]["at"]:
            off = abs(row.at - made[one]["at"]) > SEEN_OFF_MS
            known = "" if made[one]["offset"] else ", the clock's error unknown when it was made"
            tally.clocks[f"{row.clock}{', off by more than a minute' if off else ''}{known}"] += 1
    yield from _out_of_order(rows, {UUID(one).bytes: row["seq"] for one, row in {**made, **kept}.items()})
    if report["photographed"] and any(one["kind"] == "photos" for one in report["made"]):
        read = Counter(row.code for row in rows)
        yield from (f"{code} of the photo: {read[code]} scans" for code in plan["photo_codes"] if read[code] != 1)


def _out_of_order(rows: Any, seq: dict[bytes, float]) -> Iterator[str]:
    last: dict[str, float] = {}
    for row in rows:
        if row.client_id not in seq or row.code is None:
            continue
        if seq[row.client_id] < last.get(row.code, 0):
            yield f"{row.code}: {UUID(bytes=row.client_id)} came after a later one"
        last[row.code] = seq[row.client_id]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def play(scripts: int, at_once: int, seed: int, keep: Path | None = None) -> Tally:
    """So many scripts, some at once, each from its own seed."""
    tally = Tally()
    seeds = list(range(seed, seed + scripts))
    for number, start in enumerate(range(0, scripts, at_once)):
        with tempfile.TemporaryDirectory(dir=keep) as folder:
            Round(Path(folder), seeds[start : start + at_once], tally, restores=number % 2 == 0).run()
        last = seeds[min(start + at_once, scripts) - 1]
        print(f"seeds {seeds[start]}–{last}: {tally.made} items, {len(tally.problems)} problems", flush=True)
        for problem in tally.problems[-20:]:
            print("  " + problem, flush=True)
    return tally


def main() -> None:
    """Plays scripts and says what was found; exits with 1 if anything was lost or doubled."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--scripts", type=int, default=1_000)
    asked.add_argument("--at-once", type=int, default=25)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    if not has_node():
        sys.exit("node is not installed here")
    began = time.monotonic()
    tally = play(told.scripts, told.at_once, told.seed)
    print(f"{tally.scripts} scripts from seed {told.seed} in {time.monotonic() - began:.0f} s")
    print(f"{tally.made} items kept by tablets, {tally.recorded} of them recorded, the others refused")
    print(f"server killed {tally.kills} times, backup restored {tally.restores} times")
    for name in ("faults", "deeds", "clocks"):
        print(f"{name}: " + ", ".join(f"{what} {times}" for what, times in getattr(tally, name).most_common()))
    print(f"problems: {len(tally.problems)}")
    sys.exit(bool(tally.problems))


if __name__ == "__main__":
    main()
