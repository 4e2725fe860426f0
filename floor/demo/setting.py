"""The demo's workshop before anything was made in it: people, stations, cards, products, orders."""

from __future__ import annotations

import secrets
import tomllib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from .. import clock, library
from ..access.officers import Newcomer, create_officers
from ..access.tokens import hash_token, issue
from ..library import shelf
from ..models import (
    CheckKind,
    OrderLine,
    Partner,
    Product,
    Role,
    Route,
    Severity,
    Site,
    Stage,
    Standard,
    Station,
    StationStage,
    Worker,
    Workshop,
)
from ..models import Order as _Order
from ..office import log, orders, posts, products, standards
from ..rules.codes import Kind
from ..scan import labels

TOLD: dict[str, Any] = tomllib.loads((Path(__file__).parent / "site.toml").read_text(encoding="utf-8"))
SITE_CODE: str = TOLD["site"]["code"]
ZONE: str = TOLD["site"]["zone"]
BLANK_LABELS = 24


@dataclass(slots=True)
class Setting:
    """Keys by code, and what else the story needs of the workshop."""

    officers: dict[str, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)  # order number, size
    stations: dict[str, list[str]] = field(default_factory=dict)  # stage: stations that serve it
    keys: dict[str, str] = field(default_factory=dict)  # station: its token, hashed
    cards: dict[str, str] = field(default_factory=dict)  # worker or team: the code on its card
    undo_card: str = ""


def build(conn: Connection, now: int, begun: int) -> Setting:
    """The workshop as it was set up when the story begins. ``now`` dates the orders, ``begun`` everything else."""
    setting = Setting()
    site = TOLD["site"]
    conn.execute(
        insert(Site).values(**site, epoch=secrets.token_hex(16), camera=True, clock_confirmed_at=0, set_up_at=begun)
    )
    workshops = {code: _new(conn, Workshop, code=code, name=name) for code, name in TOLD["workshops"].items()}
    _officers(conn, setting, begun)
    library.load(conn, begun, setting.officers["PTG-01"])
    with log.signed(conn, log.By(setting.officers["PTG-03"], begun)):
        _sharpen_koko(conn, setting.officers["PTG-03"], begun)
    _posts(conn, setting, begun)
    setting.stages = dict(conn.execute(select(Stage.code, Stage.id)).all())
    _workers(conn, setting, workshops, begun)
    _stations(conn, setting, workshops, begun)
    with log.signed(conn, log.By(setting.officers["PTG-01"], begun)):
        _products(conn, workshops)
    _orders(conn, setting, now)
    setting.undo_card = labels.issue(conn, Kind.COMMAND, begun, command="undo")
    for _ in range(BLANK_LABELS):
        labels.issue(conn, Kind.UNIT, begun)
    return setting


def _officers(conn: Connection, setting: Setting, begun: int) -> None:
    newcomers = [
        Newcomer(told["code"], told["name"], frozenset(map(Role, told["roles"])), told["pin"])
        for told in TOLD["officers"]
    ]
    for newcomer, officer_id in zip(newcomers, create_officers(conn, newcomers), strict=True):
        setting.officers[newcomer.code] = officer_id
        labels.issue(conn, Kind.OFFICER, begun, officer_id=officer_id)


def _posts(conn: Connection, setting: Setting, begun: int) -> None:
    """Who is what, and who stood in for whom in the story's first days."""
    first = clock.local_day(begun, ZONE)
    for told in TOLD["posts"]:
        days = [first + timedelta(days=told[name]) if name in told else None for name in ("from", "until")]
        officer_id = setting.officers[told["officer"]]
        holding = posts.Holding(told["post"], officer_id, told.get("acting", ""), days[0] or first, days[1])
        posts.add(conn, holding, begun)


def _sharpen_koko(conn: Connection, officer_id: int, begun: int) -> None:
    """A second version of one standard, so that there is one to compare with."""
    [koko] = (standard for standard in shelf.standards() if standard.code == "S-KOK")
    added = shelf.CheckPlan(
        "Saku rata dan sejajar",
        CheckKind.YES_NO,
        Severity.MINOR,
        group="Jahitan",
        text_en="Pocket flat and in line",
        group_en="Stitching",
    )
    publish_to = conn.execute(select(Standard.id).where(Standard.code == koko.code)).scalar_one()
    after = max(at for at, check in enumerate(koko.checks, start=1) if check.group == added.group)
    checks = (*koko.checks[:after], added, *koko.checks[after:])
    content = replace(koko.content, checks=checks)
    standards.publish(conn, publish_to, content, officer_id, begun, "Mitra minta saku ikut diperiksa.")


def _workers(conn: Connection, setting: Setting, workshops: dict[str, int], begun: int) -> None:
    for code, workshop in TOLD["teams"].items():
        _worker(conn, setting, begun, code=code, workshop_id=workshops[workshop], is_team=True)
    number = 0
    for workshop, count in TOLD["workers"].items():
        for _ in range(count):
            number += 1
            _worker(conn, setting, begun, code=f"P-{number:03}", workshop_id=workshops[workshop], is_team=False)


def _worker(conn: Connection, setting: Setting, begun: int, **values: Any) -> None:
    worker_id = _new(conn, Worker, **values)
    setting.cards[values["code"]] = labels.issue(conn, Kind.WORKER, begun, worker_id=worker_id)


def _stations(conn: Connection, setting: Setting, workshops: dict[str, int], begun: int) -> None:
    for told in TOLD["stations"]:
        station_id = _new(
            conn,
            Station,
            code=told["code"],
            name=told["name"],
            workshop_id=workshops[told["workshop"]],
            day_target=told.get("day_target"),
        )
        labels.issue(conn, Kind.STATION, begun, station_id=station_id)
        for stage in told["stages"]:
            conn.execute(insert(StationStage).values(station_id=station_id, stage_id=setting.stages[stage]))
            setting.stations.setdefault(stage, []).append(told["code"])
        token = issue(conn, station_id, setting.officers[told["officer"]], "demo", begun)
        setting.keys[told["code"]] = hash_token(token)


def _products(conn: Connection, workshops: dict[str, int]) -> None:
    routes = dict(conn.execute(select(Route.code, Route.id)).all())
    standard_ids = dict(conn.execute(select(Standard.code, Standard.id)).all())
    for told in TOLD["products"]:
        described = products.Described(
            told["name"],
            told["family"],
            told["counted_in"],
            workshops[told["workshop"]],
            routes[told["route"]],
            standard_ids[told["standard"]],
        )
        products.add(conn, told["code"], described, told.get("sizes", []))


def _orders(conn: Connection, setting: Setting, now: int) -> None:
    partners = {code: _new(conn, Partner, code=code, name=name) for code, name in TOLD["partners"].items()}
    product_ids = dict(conn.execute(select(Product.code, Product.id)).all())
    today = clock.local_day(now, ZONE)
    for told in TOLD["orders"]:
        wanted = orders.Wanted(
            told["number"],
            partners[told["partner"]],
            product_ids[told["product"]],
            told["kind"],
            told.get("channel", "langsung"),
            today + timedelta(days=told["due"]),
            told.get("takes_grade_b", False),
        )
        ordered_at = clock.day_starts(today - timedelta(days=told["ordered"]), ZONE) + 9 * 60 * clock.MINUTE
        with log.signed(conn, log.By(setting.officers["PTG-02"], ordered_at)):
            orders.add(conn, wanted, told["targets"], ordered_at)
    columns = select(_Order.id, _Order.number, OrderLine.size, OrderLine.id)
    for order_id, number, size, line_id in conn.execute(columns.join(OrderLine, OrderLine.order_id == _Order.id)):
        setting.orders[number] = order_id
        setting.lines[number, size] = line_id


def _new(conn: Connection, model: Any, **values: Any) -> int:
    return int(conn.execute(insert(model).values(values).returning(model.id)).scalar_one())
