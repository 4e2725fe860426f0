"""What a station's tablet shows between scans: who is here, what waits, what was scanned last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, text

from .. import clock, refusals
from ..models import Site
from ..rules import codes
from ..rules import presence as presence_rules
from ..rules.route import Route
from . import commands, filling, labels, output, presence, read, say
from .read import StageWords, Stop

_LAST_SCANS = 5
_MOST_WAITING = 200

_STATION = text(
    "SELECT s.code, s.name, o.code, o.name, w.code, s.pin_at, s.day_target, s.officer_seen_at FROM station s"
    f" LEFT JOIN officer o ON o.id = s.officer_id AND {read.MAY_SCAN}"
    " LEFT JOIN worker w ON w.id = s.worker_id WHERE s.id = :station_id"
)
_AT_STAGES = text(
    "SELECT b.unit_id, b.place, b.cycle, SUM(b.quantity), u.name, u.route_version_id, p.name, o.number, l.size,"
    f" {labels.CODE_IN_USE}"
    " FROM balance b JOIN unit u ON u.id = b.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " JOIN orders o ON o.id = l.order_id JOIN product p ON p.id = o.product_id"
    " WHERE b.stage_id IN :stages AND (u.route_version_id, b.place) IN :reaching AND b.quantity > 0"
    " AND o.closed_at IS NULL"
    " GROUP BY b.unit_id, b.place, b.cycle, u.name, u.route_version_id, p.name, o.number, l.size, u.id"
    " ORDER BY b.unit_id, b.place, b.cycle LIMIT :most"
).bindparams(bindparam("stages", expanding=True), bindparam("reaching", expanding=True))
_STEPS = text("SELECT route_version_id, number FROM route_step WHERE may_skip OR stage_id IN :stages").bindparams(
    bindparam("stages", expanding=True)
)
# When pieces came to where they are: the newest move that brought some there and wasn't itself the taking back of one.
_CAME = text(
    "SELECT m.to_unit_id, m.to_place, m.to_cycle, MAX(COALESCE(s.at, i.at, e.at)) FROM move m"
    " LEFT JOIN scan s ON s.id = m.scan_id LEFT JOIN inspection i ON i.id = m.inspection_id"
    " LEFT JOIN entry e ON e.id = m.entry_id"
    " WHERE (m.unit_id IN :units OR (m.to_unit_id IN :units AND m.to_unit_id <> m.unit_id)) AND m.why <> 'undone'"
    " AND (m.from_place <> m.to_place OR m.unit_id <> m.to_unit_id)"
    " GROUP BY m.to_unit_id, m.to_place, m.to_cycle"
).bindparams(bindparam("units", expanding=True))
_DONE = text(
    "SELECT COALESCE(SUM(quantity + rework), 0) FROM output"
    " WHERE hour >= :hour AND station_id = :station_id AND stage_id <> 0"
)
_LAST = text(
    "SELECT s.client_id, s.code, s.at, s.outcome, s.refusal, u.name, s.undoes_id,"
    " (SELECT SUM(m.quantity) FROM move m WHERE m.scan_id = s.id AND m.why IN ('done', 'undone'))"
    " FROM scan s LEFT JOIN unit u ON u.id = s.unit_id WHERE s.station_id = :station_id ORDER BY s.id DESC LIMIT :most"
)


def station(conn: Connection, station_id: int, locale: str, site: Site) -> dict[str, Any]:
    """The answer of ``GET /api/v1/station``."""
    row = conn.execute(_STATION, {"station_id": station_id}).one()
    code, name, officer, officer_name, worker, pin_at, target, seen_at = row
    is_away = officer is not None and presence_rules.is_away(seen_at, clock.now(), site.away_minutes or 0)
    stop = presence.stopped(conn)
    stages = read.station_stages(conn, station_id)
    words = read.stages(conn)
    return {
        "epoch": site.epoch,
        "station": {"code": code, "name": name},
        "officer": {"code": officer, "name": officer_name} if officer and not is_away else None,
        "officer_seen_at": clock.iso(seen_at) if officer and seen_at else None,
        "away": is_away,
        "away_minutes": site.away_minutes or 0,
        "stopped": told_stop(stop, locale, site.zone) if stop is not None else None,
        "pin_at": clock.iso(pin_at) if pin_at and not is_away else None,
        "worker": worker,
        "sign_in": presence.last_sign_in(conn, station_id),
        "crew": presence.last_card(conn, station_id),
        "fills_cartons": filling.fills(conn, stages),
        "carton": filled.number if (filled := filling.filled_at(conn, station_id)) is not None else None,
        "camera": site.camera,
        "today": {"done": done_today(conn, station_id, site.zone), "target": target},
        "stages": [
            {"code": words[stage].code, "name": words[stage].in_locale(locale)} for stage in sorted(stages & set(words))
        ],
        "waiting": waiting(conn, stages, words, locale),
        "recent": _recent(conn, station_id),
        "commands": commands.known(conn),
    }


def told_stop(stop: Stop, locale: str, zone: str) -> dict[str, Any]:
    """That all stations stand still, as a tablet tells it."""
    no = refusals.STOPPED.because(at=stop.at, officer=stop.by or "–")
    said = refusals.STOPPED.sentence(locale, say.sentence_words(no, locale, zone, None, {}, None))
    return {"at": clock.iso(stop.at), "by": stop.by, "sentence": said}


def waiting(
    conn: Connection, stages: frozenset[int], words: dict[int, StageWords], locale: str
) -> list[dict[str, Any]]:
    """What waits at these stages, those before steps that may be skipped included: one row per unit, step and cycle.

    What came first stands first; ``since`` says when that was.
    """
    reached = _reached(conn, stages)
    if not reached:
        return []
    looked_at = {read.route(conn, version).step(place).stage_id for version, place in reached}
    here = {"stages": sorted(looked_at), "reaching": sorted(reached), "most": _MOST_WAITING}
    found: list[dict[str, Any]] = []
    rows = conn.execute(_AT_STAGES, here).all()
    came = _came(conn, {row[0] for row in rows})
    for unit_id, place, cycle, quantity, unit, version, product, order, size, code in rows:
        route, step = read.route(conn, version), reached[version, place]
        stage = _stage(route, step, words)
        found.append(
            {
                "code": code,
                "unit": unit,
                "product": product,
                "order": order,
                "size": size,
                "quantity": int(quantity),
                "cycle": cycle,
                "step": step,
                "stage": stage.code,
                "stage_name": stage.in_locale(locale),
                "is_gate": route.step(step).is_gate,
                "since": clock.iso(at) if (at := came.get((unit_id, place, cycle))) is not None else None,
            }
        )
    return sorted(found, key=lambda goods: goods["since"] or "")


def done_today(conn: Connection, station_id: int, zone: str) -> int:
    """Pieces finished at a station since midnight on the site's clock, those sent back before included."""
    midnight = clock.day_starts(clock.local_day(clock.now(), zone), zone)
    return int(conn.execute(_DONE, {"hour": midnight // output.HOUR, "station_id": station_id}).scalar_one())


def _came(conn: Connection, unit_ids: set[int]) -> dict[tuple[int, int, int], int]:
    """When pieces came to their place last, by unit, place and cycle."""
    if not unit_ids:
        return {}
    rows = conn.execute(_CAME, {"units": sorted(unit_ids)})
    return {(unit_id, place, cycle): at for unit_id, place, cycle, at in rows}


def _reached(conn: Connection, stages: frozenset[int]) -> dict[tuple[int, int], int]:
    """The step served here that pieces are ready for, by the route version and place where they wait."""
    reached = {}
    for version, place in conn.execute(_STEPS, {"stages": sorted(stages) or [0]}):
        route = read.route(conn, version)
        if (step := route.reaches(place, route.served_by(stages))) is not None:
            reached[version, place] = step
    return reached


def _stage(route: Route, step: int, words: dict[int, StageWords]) -> StageWords:
    return words[route.step(step).stage_id]


def _recent(conn: Connection, station_id: int) -> list[dict[str, Any]]:
    rows = conn.execute(_LAST, {"station_id": station_id, "most": _LAST_SCANS})
    return [
        {
            "id": str(UUID(bytes=bytes(client_id))),
            "code": code if _is_goods(code) else None,
            "unit": unit,
            "at": clock.iso(at),
            "outcome": outcome,
            "refusal": refusal,
            "undo": undoes is not None,
            "quantity": int(quantity) if quantity is not None else None,
        }
        for client_id, code, at, outcome, refusal, unit, undoes, quantity in rows
    ]


def _is_goods(code: str | None) -> bool:
    """Whether a code may be told: a badge's would sign in whoever heard it."""
    read_ = codes.read_code(code or "")
    return read_ is not None and codes.kind_of(read_) is codes.Kind.UNIT
