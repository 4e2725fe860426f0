"""What tablets were found to do when they were tested: kept, and the newest of each for whoever looks after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from ..models import TabletCheck
from ..rules.tablet import Found, Line, Verdict, judge, worst

KEPT = 10  # of one tablet; it is tested again when something changed
KEPT_UNPAIRED = 200  # in all, of browsers that are no station's: anybody on the network may send one
NAMES = (
    *("secure", "disk_ms", "room_mib", "persists", "ping_ms", "pings_lost", "clock_ms"),
    *("scanned", "scan_end", "sound", "vibration", "voice", "camera"),
    *("width", "height", "ratio", "battery", "charging"),
)
_LONGEST = 80
_LONGEST_AGENT = 200
_FORM = "form"  # the id of the form it came by: sent twice, it is kept once


@dataclass(frozen=True, slots=True)
class Check:
    """One test of a tablet, judged by what is asked of tablets now."""

    id: int
    tablet: str
    station_id: int | None
    at: int
    browser: str
    lines: Sequence[Line]

    @property
    def verdict(self) -> Verdict:
        """That of its worst answer."""
        return worst(list(self.lines))

    def count(self, verdict: Verdict) -> int:
        """How many answers were judged so."""
        return sum(line.verdict is verdict for line in self.lines)


def read_found(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that we ask for, out of all that a form brought."""
    return {name: answers[name].strip()[:_LONGEST] for name in NAMES if answers.get(name, "").strip()}


def keep(conn: Connection, tablet: str, station_id: int | None, agent: str, found: Found, form: str, now: int) -> None:
    """Keeps a test; the same form sent again is kept once. Older ones of the tablet are let go of."""
    of_this = select(TabletCheck.id, TabletCheck.found).where(TabletCheck.tablet == tablet)
    newest = conn.execute(of_this.order_by(TabletCheck.id.desc())).all()
    if newest and newest[0].found.get(_FORM) == form:
        return
    conn.execute(
        insert(TabletCheck).values(
            tablet=tablet,
            station_id=station_id,
            at=now,
            browser=agent[:_LONGEST_AGENT],
            found={**found, _FORM: form},
        )
    )
    strangers = select(TabletCheck.id).where(TabletCheck.station_id.is_(None)).order_by(TabletCheck.id.desc())
    old = [row.id for row in newest[KEPT - 1 :]]
    old += conn.scalars(strangers.offset(KEPT_UNPAIRED).limit(KEPT_UNPAIRED)).all()
    conn.execute(delete(TabletCheck).where(TabletCheck.id.in_(old)))


def check_of(conn: Connection, check_id: int, camera_allowed: bool) -> Check | None:
    """One test."""
    return next(iter(_checks(conn, [check_id], camera_allowed)), None)


def newest_check(conn: Connection, tablet: str, camera_allowed: bool) -> Check | None:
    """The newest test of a tablet (the browser's own mark, as in ``StationToken.tablet``)."""
    newest = conn.scalar(select(func.max(TabletCheck.id)).where(TabletCheck.tablet == tablet))
    return check_of(conn, newest, camera_allowed) if newest else None


def newest_checks(conn: Connection, camera_allowed: bool) -> dict[str, Check]:
    """The newest test of every tablet, by the tablet's mark."""
    newest = select(func.max(TabletCheck.id)).group_by(TabletCheck.tablet)
    return {each.tablet: each for each in _checks(conn, conn.scalars(newest).all(), camera_allowed)}


def _checks(conn: Connection, ids: Iterable[int], camera_allowed: bool) -> list[Check]:
    rows = conn.execute(
        select(
            TabletCheck.id,
            TabletCheck.tablet,
            TabletCheck.station_id,
            TabletCheck.at,
            TabletCheck.browser,
            TabletCheck.found,
        ).where(TabletCheck.id.in_(list(ids)))
    )
    return [
        Check(row.id, row.tablet, row.station_id, row.at, row.browser, judge(row.found, row.browser, camera_allowed))
        for row in rows
    ]
