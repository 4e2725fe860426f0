"""What the ledger's writer reads before it decides: labels, holdings, routes, who speaks. Plain values out.

Statements on the way of every scan are ``Hot``: compiled once. Published routes never change, so they are kept; the
names of stages may be edited, so they are read again every few seconds.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, LargeBinary, String, bindparam, select, text

from .. import clock, refusals
from ..db import Hot
from ..models import RouteStep, RouteVersion, Stage
from ..refusals import No
from ..rules import codes
from ..rules.route import Route, Step
from ..rules.route import route as make_route
from ..rules.scanning import Holding, Mark

_STAGE_NAMES_SECONDS = 5.0
_SITE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class StageWords:
    """A stage's code and its names."""

    code: str
    name: str
    name_en: str

    def in_locale(self, locale: str) -> str:
        """The stage's name in a language."""
        return self.name_en if locale == "en" else self.name


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What answers need to know of the site."""

    epoch: str
    zone: str


@dataclass(frozen=True, slots=True)
class Stop:
    """All stations stand still since ``at`` (ms), by the officer of this code."""

    at: int
    by: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks: a station's token, the officer it stands for, and whose work it is there now.

    ``elsewhere`` are the same tablet's other stations where cards were read in this request, by code.
    """

    station_id: int
    station_code: str
    officer_id: int | None
    is_tablet: bool
    worker_id: int | None
    pin_at: int | None
    tablet: str | None
    stages: frozenset[int]
    is_elsewhere: bool = False  # not where the token stands now
    elsewhere: Mapping[str, Caller] = field(default_factory=dict)
    by_card: bool = False  # its officer's badge was read there, in this request
    seen_at: int | None = None  # the last sign of the officer at the token's own station
    away_minutes: int = 0  # after so many without a sign the badge is asked for again; 0: never
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label and, for a unit's, what people call it."""

    id: int
    unit_id: int | None
    station_id: int | None
    officer_id: int | None
    worker_id: int | None
    command: str | None
    voided_at: int | None
    replaced_by_id: int | None
    carton_id: int | None = None


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit with the words on its label."""

    id: int
    parent_id: int | None
    name: str
    kind: str
    route_version_id: int
    order_line_id: int
    size: str
    order_number: str
    order_closed: bool
    product: str
    counted_in: str
    code: str


# Who may scan: of an officer ``o``. One who was let go speaks nowhere any more, whatever token or station says so.
MAY_SCAN = "o.active AND EXISTS (SELECT 1 FROM officer_role r WHERE r.officer_id = o.id AND r.role <> 'viewer')"
_CALLER = Hot(
    text(
        "SELECT s.id, s.code, o.id, t.officer_id IS NULL, s.worker_id, s.pin_at, t.tablet, g.stage_id,"
        " s.officer_seen_at, x.away_minutes, x.stopped_at, p.code"
        " FROM station_token t JOIN station s ON s.id = t.station_id AND s.active"
        f" LEFT JOIN officer o ON o.id = COALESCE(t.officer_id, s.officer_id) AND {MAY_SCAN}"
        " LEFT JOIN station_stage g ON g.station_id = s.id"
        " LEFT JOIN site x ON TRUE LEFT JOIN officer p ON p.id = x.stopped_by_id"
        " WHERE t.token_hash = :token_hash AND t.revoked_at IS NULL"
    )
)
_PAIRED_THERE = Hot(
    text(
        "SELECT s.id, s.worker_id, o.id, s.pin_at FROM station_token t JOIN station s ON s.id = t.station_id"
        f" LEFT JOIN officer o ON o.id = s.officer_id AND {MAY_SCAN}"
        " WHERE t.tablet = :tablet AND s.code = :code AND s.active LIMIT 1"
    )
)
_STATION_STAGES = Hot(text("SELECT stage_id FROM station_stage WHERE station_id = :station_id"))
_LABEL = Hot(
    text(
        "SELECT id, unit_id, station_id, officer_id, worker_id, command, voided_at, replaced_by_id, carton_id"
        " FROM label WHERE code = :code"
    )
)
_UNIT_COLUMNS = (
    "SELECT u.id, u.parent_id, u.name, u.kind, u.route_version_id, u.order_line_id, l.size, o.number,"
    " o.closed_at IS NOT NULL, p.name, p.counted_in"
    " FROM unit u JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " JOIN product p ON p.id = o.product_id WHERE u.id = :unit_id"
)
_UNIT = Hot(text(_UNIT_COLUMNS))
_HELD = Hot(
    text(
        "SELECT b.unit_id, b.place, b.cycle, b.sent_by, b.quantity, u.worker_id FROM balance b"
        " JOIN unit u ON u.id = b.unit_id WHERE b.unit_id = :unit_id AND b.quantity > 0"
        " UNION ALL "
        "SELECT b.unit_id, b.place, b.cycle, b.sent_by, b.quantity, u.worker_id FROM unit u"
        " JOIN balance b ON b.unit_id = u.id WHERE u.parent_id = :unit_id AND b.quantity > 0"
    )
)
# A unit and its children are one family: whoever writes holds its first row, so that nobody waits crosswise within it.
_LOCK_FAMILY = Hot(
    text(
        "SELECT id FROM unit WHERE id = COALESCE((SELECT parent_id FROM unit WHERE id = :unit_id), :unit_id)"
        " FOR NO KEY UPDATE"
    )
)
_LOCK_FAMILIES = text(
    "SELECT id FROM unit WHERE id IN (SELECT COALESCE(parent_id, id) FROM unit WHERE id IN :unit_ids)"
    " ORDER BY id FOR NO KEY UPDATE"
).bindparams(bindparam("unit_ids", expanding=True))
_UNITS_NAMED = text(
    "SELECT unit_id FROM label WHERE code IN :codes AND unit_id IS NOT NULL"
    " UNION SELECT unit_id FROM scan WHERE client_id IN :client_ids AND unit_id IS NOT NULL"
    " UNION SELECT unit_id FROM inspection WHERE client_id IN :client_ids AND unit_id IS NOT NULL"
).bindparams(
    bindparam("codes", type_=String, expanding=True), bindparam("client_ids", type_=LargeBinary, expanding=True)
)
_OFFICER_BY_CODE = Hot(text(f"SELECT o.id FROM officer o WHERE o.code = :code AND {MAY_SCAN}"))
_WORKER_BY_CODE = Hot(text("SELECT id FROM worker WHERE code = :code AND active"))

_NEW_LABEL = Hot(
    text(
        "SELECT COALESCE(u.name, c.number), l.code, l.copy_number FROM label l LEFT JOIN unit u ON u.id = l.unit_id"
        " LEFT JOIN carton c ON c.id = l.carton_id WHERE l.id = :id"
    )
)

_SITE = Hot(text("SELECT epoch, zone FROM site"))

_site: SiteFacts | None = None
_site_read_at = 0.0
_routes: dict[int, Route] = {}
_UNREAD = StageWords("–", "–", "–")
_stages: dict[int, StageWords] = {}
_stages_read_at = 0.0


def forget() -> None:
    """Forgets routes and stage names: another database is about to be used."""
    global _site, _stages, _stages_read_at
    _routes.clear()
    _stages = {}
    _site, _stages_read_at = None, 0.0


def site(conn: Connection) -> SiteFacts:
    """The site's epoch and zone, read again every few seconds."""
    global _site, _site_read_at
    if _site is None or time.monotonic() - _site_read_at > _SITE_SECONDS:
        row = _SITE(conn, {}).first()
        _site = SiteFacts(*row) if row is not None else SiteFacts("", "WIB")
        _site_read_at = time.monotonic()
    return _site


def caller(conn: Connection, token_hash: str) -> Caller | None:
    """Who a token speaks for; ``None`` for an unknown or revoked token."""
    rows = _CALLER(conn, {"token_hash": token_hash}).all()
    if not rows:
        return None
    station_id, code, officer_id, is_tablet, worker_id, pin_at, tablet, _, seen_at, minutes, stopped_at, by = rows[0]
    stages = frozenset(row[7] for row in rows if row[7] is not None)
    stop = Stop(stopped_at, by) if stopped_at is not None else None
    about = {"seen_at": seen_at, "away_minutes": minutes or 0, "stop": stop}
    return Caller(station_id, code, officer_id, bool(is_tablet), worker_id, pin_at, tablet, stages, **about)


def at_station(conn: Connection, caller: Caller, code: str) -> Caller | None:
    """The same tablet at another station where it was paired once; ``None`` if it never was, or that one is closed.

    Whoever is signed in there speaks, and by their PIN. Where nobody is, whoever brought the tablet here does: work
    done there must not be lost.
    """
    if code == caller.station_code:
        return caller
    if code in caller.elsewhere:
        return caller.elsewhere[code]
    found = _PAIRED_THERE(conn, {"tablet": caller.tablet, "code": code}).first() if caller.tablet else None
    if found is None:
        return None
    station_id, worker_id, officer_id, pin_at = found
    if officer_id is None or not caller.is_tablet:
        officer_id, pin_at = caller.officer_id, caller.pin_at
    return replace(
        caller,
        station_id=station_id,
        station_code=code,
        officer_id=officer_id,
        worker_id=worker_id,
        pin_at=pin_at,
        stages=station_stages(conn, station_id),
        is_elsewhere=True,
    )


def station_stages(conn: Connection, station_id: int) -> frozenset[int]:
    """The stages a station serves."""
    return frozenset(stage for (stage,) in _STATION_STAGES(conn, {"station_id": station_id}))


def label(conn: Connection, code: str) -> FoundLabel | None:
    """The issued label of that code."""
    row = _LABEL(conn, {"code": code}).first()
    return FoundLabel(*row) if row is not None else None


def unit(conn: Connection, unit_id: int, code: str = "") -> FoundUnit:
    """A unit with its words; ``code`` is the label it was found by."""
    row = _UNIT(conn, {"unit_id": unit_id}).first()
    values: list[Any] = [*row[:8], bool(row[8]), *row[9:], code]
    return FoundUnit(*values)


def lock(conn: Connection, unit_id: int) -> None:
    """Keeps others from a unit, its parent and its children until we commit. SQLite has one writer and needs nothing.

    Whoever needs several families takes them with ``lock_all``: two who take them one by one may wait crosswise.
    """
    if conn.dialect.name == "postgresql":
        _LOCK_FAMILY(conn, {"unit_id": unit_id}).all()


def lock_all(conn: Connection, unit_ids: Collection[int]) -> None:
    """The same for several units, in one order for everybody."""
    if conn.dialect.name == "postgresql" and unit_ids:
        conn.execute(_LOCK_FAMILIES, {"unit_ids": sorted(unit_ids)}).all()


def lock_named(conn: Connection, texts: Iterable[str], client_ids: Iterable[bytes]) -> None:
    """The same for all that one request is about: the labels read, and the scans and verdicts to be taken back."""
    if conn.dialect.name == "postgresql":
        found = sorted({code for text_ in texts if (code := codes.read_code(text_)) is not None})
        named = conn.execute(_UNITS_NAMED, {"codes": found, "client_ids": sorted(set(client_ids))})
        lock_all(conn, [unit_id for (unit_id,) in named])


def held(conn: Connection, unit_id: int) -> tuple[list[Holding], dict[int, int]]:
    """What a unit and its children hold, and whose work each of them is where that is set on it."""
    holdings, workers = [], {}
    for unit_, place, cycle, sent_by, quantity, worker in _HELD(conn, {"unit_id": unit_id}):
        holdings.append(Holding(unit_, place, Mark(cycle, sent_by), quantity))
        if worker is not None:
            workers[unit_] = worker
    return holdings, workers


def route(conn: Connection, version_id: int) -> Route:
    """A route version as the rules see it.

    Kept once it has been out for a minute: what a transaction reads of its own may yet be taken back.
    """
    found = _routes.get(version_id)
    if found is None:
        production = {id_ for (id_,) in conn.execute(select(Stage.id).where(Stage.is_production))}
        steps = conn.execute(
            select(
                RouteStep.number, RouteStep.stage_id, RouteStep.is_gate, RouteStep.may_skip, RouteStep.rework_to
            ).where(RouteStep.route_version_id == version_id)
        )
        found = make_route(
            Step(number, stage_id, gate, skip, stage_id in production, back)
            for number, stage_id, gate, skip, back in steps
        )
        published_at = conn.scalar(select(RouteVersion.published_at).where(RouteVersion.id == version_id)) or 0
        if found.steps and clock.now() - published_at >= clock.MINUTE:
            _routes[version_id] = found
    return found


class _Stages(dict[int, StageWords]):
    """Stages by id; one that was added a moment ago is a dash until they are read again."""

    def __missing__(self, _stage_id: int) -> StageWords:
        global _stages_read_at
        _stages_read_at = 0.0
        return _UNREAD


def stages(conn: Connection) -> dict[int, StageWords]:
    """Every stage's words, by id."""
    global _stages, _stages_read_at
    if not _stages or time.monotonic() - _stages_read_at > _STAGE_NAMES_SECONDS:
        rows = conn.execute(select(Stage.id, Stage.code, Stage.name, Stage.name_en))
        _stages = _Stages({id_: StageWords(code, name, name_en) for id_, code, name, name_en in rows})
        _stages_read_at = time.monotonic()
    return _stages


def officer(conn: Connection, code: str) -> int | None:
    """The id of an officer who may scan, by code."""
    found: int | None = _OFFICER_BY_CODE(conn, {"code": code}).scalar()
    return found


def worker(conn: Connection, code: str) -> int | None:
    """An active worker's or team's id by code."""
    found: int | None = _WORKER_BY_CODE(conn, {"code": code}).scalar()
    return found


def new_name(conn: Connection, no: No) -> str | None:
    """The name of the label to use instead, where a refusal says that one was replaced."""
    if no.code != refusals.LABEL_REPLACED.code:
        return None
    name, code, copy_number = _NEW_LABEL(conn, {"id": no.detail["label"]}).one()
    return f"{name}{codes.copy_mark(copy_number)} ({codes.in_words(code)})" if name else codes.in_words(code)
