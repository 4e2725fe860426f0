"""The cast: a small workshop that makes shirts. Built on a migrated database through the same functions the app uses.

Route of a shirt: 1 Obras, 2 Jahit, 3 Buang benang (may be skipped), 4 QC (a gate, sends back to Jahit), 5 Lipat.
Order PO-A-001 wants 24 of size M and 12 of size L, its own production. Stations carry their stage's code;
``P-GANDA`` serves Obras and Jahit. Officers: O-1 scans, O-2 inspects, O-3 supervises. Team K1 sews.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select, text

from floor import clock, create_app
from floor.access.tokens import hash_token, issue
from floor.db import db
from floor.models import (
    CheckItem,
    CheckKind,
    CheckNominal,
    Defect,
    Delivery,
    DeliveryLine,
    EntryKind,
    Goods,
    Label,
    Officer,
    OfficerRole,
    Order,
    OrderLine,
    Partner,
    Product,
    ProductSize,
    Role,
    Route,
    RouteStep,
    RouteVersion,
    Severity,
    Site,
    Stage,
    Standard,
    StandardVersion,
    Station,
    StationStage,
    Unit,
    Worker,
    Workshop,
)
from floor.office.batches import Cut, make_batch
from floor.office.deliveries import Counted, Load, Paper, approve, draft, sign, to_gate
from floor.rules.codes import Kind
from floor.scan import labels, read, say
from floor.scan.entries import Done
from floor.scan.hearing import fingerprint, hear
from floor.scan.record import EntryAsked
from floor.scan.scans import record_scans
from floor.settings import Settings
from tests import databases
from tests.databases import OpenDatabase

STAGES = [
    ("OBR", "Obras", "overlock", True),
    ("JHT", "Jahit", "sewing", True),
    ("BBG", "Buang benang", "trimming", True),
    ("QC", "QC akhir", "final QC", False),
    ("LPT", "Lipat & kemas", "fold and pack", True),
]
OFFICERS = [("O-1", Role.OPERATOR), ("O-2", Role.INSPECTOR), ("O-3", Role.SUPERVISOR), ("O-4", Role.ADMINISTRATOR)]
STATIONS = {
    "P-OBR": ["OBR"],
    "P-JHT": ["JHT"],
    "P-BBG": ["BBG"],
    "P-QC": ["QC"],
    "P-LPT": ["LPT"],
    "P-GANDA": ["OBR", "JHT"],
}


def iso(millis: int) -> str:
    """A moment as a tablet writes it."""
    return clock.iso(millis)


@dataclass
class Shop:
    """The workshop: ids by code, and what people do in it."""

    tokens: dict[str, str] = field(default_factory=dict)  # station code: machine token of O-1
    tablets: dict[str, str] = field(default_factory=dict)  # station code: tablet token, nobody signed in
    ids: dict[str, int] = field(default_factory=dict)
    batch: str = ""
    now: int = 0

    def write(self, work: Any) -> Any:
        """Any work in a transaction."""
        return db.write(work)

    def code(self, unit_name: str) -> str:
        """The code on the label of a unit, by its name: ``A-001-01/001``."""
        return str(
            db.write(
                lambda conn: conn.execute(
                    select(Label.code).join(Unit, Unit.id == Label.unit_id).where(Unit.name == unit_name)
                ).scalar_one()
            )
        )

    def bundle(self, number: int) -> str:
        """The code of a bundle of the first batch."""
        return self.code(f"{self.batch}/{number:03}")

    def card(self, column: str, meaning: Any, kind: Kind) -> str:
        """The code of a newly issued card: ``card("officer_id", shop.ids["O-1"], Kind.OFFICER)``."""
        return str(db.write(lambda conn: labels.issue(conn, kind, self.now, **{column: meaning})))

    def item(self, code: str | None, **more: Any) -> dict[str, Any]:
        """One item of a request, happening now unless ``happened_at`` says otherwise."""
        self.now += 1
        return {"id": str(uuid4()), "code": code, "happened_at": iso(self.now), **more}

    def send(self, station: str, *items: Mapping[str, Any], token: str | None = None) -> list[dict[str, Any]]:
        """One request of a machine at a station; the results as the API answers them, in Indonesian."""
        key = hash_token(token or self.tokens[station])
        heard_at = self.now
        heard = [hear(dict(item), heard_at, heard_at) for item in items]
        results = db.write(lambda conn: record_scans(conn, key, heard, heard_at))
        assert results is not None, "the token is not known"
        return [say.answer(result, "id", "WIB") for result in results]

    def scan(self, station: str, code: str | None, **more: Any) -> dict[str, Any]:
        """One scan at a station, and its result."""
        return self.send(station, self.item(code, **more))[0]

    def entry(
        self, kind: EntryKind, reason: str = "", officer: str = "O-3", client_id: bytes | None = None
    ) -> EntryAsked:
        """What an officer asks from a page."""
        self.now += 1
        return EntryAsked(
            client_id or uuid4().bytes,
            fingerprint([kind, reason]),
            kind,
            self.ids[officer],
            self.now,
            self.now,
            reason=reason,
        )

    def make_batch(self, size: str, quantity: int, bundle_of: int | None = 12, reason: str = "") -> Done:
        """A batch of one size of the order."""
        asked = self.entry(EntryKind.BATCH, reason)
        done: Done = db.write(lambda conn: make_batch(conn, asked, self.ids[f"line {size}"], Cut(quantity, bundle_of)))
        return done

    def where(self, unit_name: str) -> dict[int, int]:
        """Pieces of a unit by place, whatever their mark."""

        def look(conn: Connection) -> dict[int, int]:
            rows = conn.execute(
                text(
                    "SELECT b.place, SUM(b.quantity) FROM balance b JOIN unit u ON u.id = b.unit_id"
                    " WHERE u.name = :name GROUP BY b.place"
                ),
                {"name": unit_name},
            )
            return {place: int(quantity) for place, quantity in rows}

        return dict(db.write(look))

    def through(self, code: str, *stations: str) -> None:
        """Scans a unit at each of these stations in turn; every scan must be recorded."""
        for station in stations:
            result = self.scan(station, code)
            assert result["outcome"] == "recorded", result


def hand_over(
    conn: Connection,
    asked: EntryAsked,
    order_id: int,
    quantities: Mapping[int, int],
    refused: int = 0,
    *,
    to_hold: bool = False,
) -> Done:
    """A delivery note of so many loose pieces per order line, from its draft to its signature, which is ``asked``.

    Of each line the partner refuses so many, or all there are. The steps before have ids that follow from the
    signature's: asked again, all of it is answered again.
    """

    def step(kind: EntryKind) -> EntryAsked:
        return replace(asked, kind=kind, client_id=md5(asked.client_id + kind.encode()).digest())  # noqa: S324 - an id

    load = Load({(Goods.GOOD.value, line_id): quantity for line_id, quantity in quantities.items()})
    drafted = draft(conn, step(EntryKind.DRAFT), order_id, Paper("Bu Rina"), load)
    if drafted.no is not None:
        return drafted
    number = select(Delivery.id).where(Delivery.number == drafted.detail["number"])
    note = int(conn.execute(number).scalar_one())
    approve(conn, step(EntryKind.APPROVE), note)
    to_gate(conn, step(EntryKind.GATE), note, "Pak Joko", "AA 1234 BC", "Petugas gerbang")
    lines = conn.execute(select(DeliveryLine.id, DeliveryLine.quantity).where(DeliveryLine.delivery_id == note))
    counts = {line: Counted(max(0, sent - refused), to_hold, "ditolak mitra") for line, sent in lines}
    return sign(conn, asked, note, counts, "Bu Rina")


def build(now: int | None = None) -> Shop:
    """The workshop, in the database that ``db.write`` writes to."""
    read.forget()
    shop = Shop(now=now or clock.now() - clock.MINUTE)
    db.write(lambda conn: _people_and_places(conn, shop))
    db.write(lambda conn: _product(conn, shop))
    done = shop.make_batch("M", 24)
    shop.batch = str(done.detail["batch"])
    return shop


def _people_and_places(conn: Connection, shop: Shop) -> None:
    # Silent: else each server that a browser opens a station on would make a site's clips.
    site = {"code": "LCT", "name": "Bengkel Contoh", "zone": "WIB", "epoch": "1", "camera": True, "voice": False}
    conn.execute(insert(Site).values(site))
    shop.ids["KONVEKSI"] = _new(conn, Workshop, code="KONVEKSI", name="Konveksi")
    for code, name, name_en, production in STAGES:
        shop.ids[code] = _new(conn, Stage, code=code, name=name, name_en=name_en, is_production=production)
    for code, role in OFFICERS:
        shop.ids[code] = _new(conn, Officer, code=code, name=f"Petugas {code}")
        conn.execute(insert(OfficerRole).values(officer_id=shop.ids[code], role=role.value))
    shop.ids["K1"] = _new(conn, Worker, code="K1", is_team=True, workshop_id=shop.ids["KONVEKSI"])
    for code, stages in STATIONS.items():
        shop.ids[code] = _new(conn, Station, code=code, name=f"Pos {code}", workshop_id=shop.ids["KONVEKSI"])
        for stage in stages:
            conn.execute(insert(StationStage).values(station_id=shop.ids[code], stage_id=shop.ids[stage]))
        officer = shop.ids["O-2" if code == "P-QC" else "O-1"]
        shop.tokens[code] = issue(conn, shop.ids[code], officer, "mesin", shop.now)
        shop.tablets[code] = issue(conn, shop.ids[code], None, "tablet", shop.now)


def _product(conn: Connection, shop: Shop) -> None:
    route = _new(conn, Route, code="KOKO", name="Baju koko")
    version = _new(conn, RouteVersion, route_id=route, number=1, published_at=shop.now)
    for number, (code, *_) in enumerate(STAGES, start=1):
        gate = code == "QC"
        conn.execute(
            insert(RouteStep).values(
                route_version_id=version,
                number=number,
                stage_id=shop.ids[code],
                is_gate=gate,
                may_skip=code == "BBG",
                rework_to=2 if gate else None,
            )
        )
    standard = _new(conn, Standard, code="S-KOK", name="Baju koko", family="garmen")
    shop.ids["standard"] = _new(conn, StandardVersion, standard_id=standard, number=1, published_at=shop.now)
    _checks(conn, shop)
    for code, name, severity in (("G01", "Jahitan loncat", Severity.MAJOR), ("G07", "Benang sisa", Severity.MINOR)):
        values = {"family": "garmen", "name": name, "name_en": name, "severity": severity.value}
        shop.ids[code] = _new(conn, Defect, code=code, rework_stage_id=shop.ids["JHT"], **values)
    product = _new(
        conn,
        Product,
        code="KOK-PJ",
        name="Baju koko lengan panjang",
        family="garmen",
        workshop_id=shop.ids["KONVEKSI"],
        route_id=route,
        standard_id=standard,
    )
    shop.ids["product"] = product
    partner = _new(conn, Partner, code="A", name="Mitra Koko A")
    shop.ids["order"] = _new(
        conn,
        Order,
        number="PO-A-001",
        partner_id=partner,
        product_id=product,
        kind="own",
        due_on=date(2027, 1, 9),
        ordered_at=shop.now,
    )
    for position, (size, target) in enumerate((("M", 24), ("L", 12))):
        _new(conn, ProductSize, product_id=product, size=size, position=position)
        shop.ids[f"line {size}"] = _new(
            conn, OrderLine, order_id=shop.ids["order"], size=size, position=position, target=target
        )


def _checks(conn: Connection, shop: Shop) -> None:
    common = {"standard_version_id": shop.ids["standard"], "severity": Severity.MAJOR.value}
    chest = _new(
        conn,
        CheckItem,
        **common,
        position=1,
        text="Lingkar dada",
        kind=CheckKind.MEASURED.value,
        measure="cm",
        minus=1,
        plus=1,
    )
    for size, nominal in (("M", 108.0), ("L", 113.0)):
        conn.execute(insert(CheckNominal).values(check_item_id=chest, size=size, nominal=nominal))
    shop.ids["chest"] = chest
    shop.ids["seam"] = _new(conn, CheckItem, **common, position=2, text="Kampuh rapi", kind=CheckKind.YES_NO.value)


def _new(conn: Connection, model: Any, **values: Any) -> int:
    return int(conn.execute(insert(model).values(values).returning(model.id)).scalar_one())


def stocked(url: str) -> Shop:
    """The workshop in a database of its own, let go of again, so that it can be copied."""
    db.open_for_writing(url, 1_000)
    shop = build()
    db.close_writing()
    return shop


@pytest.fixture(scope="session")
def sqlite_workshop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Shop]:
    """A SQLite database with the cast in it, made once and copied for each test; and who is who in it."""
    folder = tmp_path_factory.mktemp("workshop")
    return folder / "floor.db", stocked(databases.sqlite_copy(sqlite_template, folder))


@pytest.fixture(scope="session")
def postgresql_workshop(postgresql_server: str, postgresql_template: str) -> Iterator[tuple[str, Shop]]:
    """The same on PostgreSQL: the name of the database to copy."""
    name = f"{postgresql_template}_workshop"
    databases.copy(postgresql_server, postgresql_template, name)
    yield name, stocked(databases.postgresql_address(postgresql_server, name))
    databases.drop(postgresql_server, name)


@pytest.fixture
def shop(database: OpenDatabase, request: pytest.FixtureRequest) -> Shop:
    """The workshop with one batch of 24 shirts of size M, in two bundles of 12."""
    kept: Shop = request.getfixturevalue("sqlite_workshop" if database.on_sqlite else "postgresql_workshop")[1]
    read.forget()
    # A minute ago, but today: pages tell what happened today.
    midnight = clock.day_starts(clock.local_day(clock.now(), "WIB"), "WIB")
    now = max(clock.now() - clock.MINUTE, midnight)
    return replace(kept, tokens={**kept.tokens}, tablets={**kept.tablets}, ids={**kept.ids}, now=now)


@pytest.fixture
def served(shop: Shop, database: OpenDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The application on the workshop, for requests over HTTP."""
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    yield app
    with app.app_context():
        db.engine.dispose()
