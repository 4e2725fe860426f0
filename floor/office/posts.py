"""Who holds which post (Kalapas, Kasi Kegiatan Kerja …) from when to when, outright or acting (*Plh.*, *Plt.*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update
from sqlalchemy.orm import Session, scoped_session

from .. import refusals
from ..access.officers import lock_officers
from ..models import Officer, PostHeld
from ..refusals import Refused
from ..rules.terms import Term

Reader = Connection | Session | scoped_session[Any]

# As the posts of a Lapas are called (a Rutan or LPKA has its own: any name may be typed).
USUAL = (
    "Kalapas",
    "Kasi Kegiatan Kerja",
    "Kabid Kegiatan Kerja",
    "Kasubsi Bimker & Lolahasker",
    "Kasubsi Sarana Kerja",
    "Kepala KPLP",
    "Petugas P2U",
    "Staf Kegiatan Kerja",
)
ACTING = {"": "", "plh": "Plh. ", "plt": "Plt. "}


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer as the holder of a post."""

    officer_id: int
    name: str
    post: str
    acting: str = ""

    @property
    def title(self) -> str:
        """What stands above the signature: ``Plt. Kasi Kegiatan Kerja``."""
        return ACTING[self.acting] + self.post


@dataclass(frozen=True, slots=True)
class Holding:
    """A post as it is given: to whom, how, from which day to which (none: until further notice)."""

    post: str
    officer_id: int
    acting: str
    from_on: date
    until_on: date | None

    @property
    def term(self) -> Term:
        """Its days."""
        return Term(self.from_on, self.until_on)


def holder(reader: Reader, post: str, day: date) -> Holder | None:
    """Who signs for a post on a day: whoever acts for its holder then, else the holder; ``None`` where nobody is."""
    found = _on(reader, day, PostHeld.post == post)
    return min(found, key=lambda one: not one.acting, default=None)


def of_officer(reader: Reader, officer_id: int, day: date) -> str:
    """What an officer is on a day: ``Plt. Kasi Kegiatan Kerja``; empty where no post is held."""
    return ", ".join(one.title for one in _on(reader, day, PostHeld.officer_id == officer_id))[:120]


def add(conn: Connection, holding: Holding, now: int) -> tuple[int, bool]:
    """Gives a post: its key, and whether that is new; the very same again, for then the form came twice, is one.

    ``POST_TAKEN`` where somebody else holds it outright on one of these days.
    """
    lock_officers(conn)
    kept = _same(conn, holding)
    if kept is not None:
        return kept, False
    _check(conn, holding)
    made = insert(PostHeld).values(**asdict(holding), noted_at=now).returning(PostHeld.id)
    return int(conn.execute(made).scalar_one()), True


def change(conn: Connection, held_id: int, holding: Holding) -> Holding:
    """Puts a holding right, or ends it; answers what it said before. Refuses as ``add`` does."""
    lock_officers(conn)
    row = conn.execute(select(PostHeld).where(PostHeld.id == held_id)).first()
    if row is None:
        raise Refused(refusals.NOT_FOUND.because(what="jabatan"))
    _check(conn, holding, held_id)
    conn.execute(update(PostHeld).where(PostHeld.id == held_id).values(asdict(holding)))
    return Holding(row.post, row.officer_id, row.acting, row.from_on, row.until_on)


def _check(conn: Connection, holding: Holding, but: int | None = None) -> None:
    if holding.until_on is not None and holding.until_on < holding.from_on:
        raise Refused(refusals.FIELD_NEEDED.because(what="tanggal akhir yang tidak mendahului tanggal mulai"))
    if conn.execute(select(Officer.id).where(Officer.id == holding.officer_id)).first() is None:
        raise Refused(refusals.UNKNOWN_OFFICER.because())
    if holding.acting:
        return
    for row in _outright(conn, holding.post):
        if row.id != but and holding.term.overlaps(Term(row.from_on, row.until_on)):
            raise Refused(refusals.POST_TAKEN.because(post=holding.post, name=row.name))


def _outright(conn: Connection, post: str) -> Sequence[Row[int, str, date, date | None]]:
    columns = select(PostHeld.id, Officer.name, PostHeld.from_on, PostHeld.until_on)
    held = columns.join(Officer, Officer.id == PostHeld.officer_id).where(PostHeld.post == post, PostHeld.acting == "")
    return conn.execute(held).all()


def _same(conn: Connection, holding: Holding) -> int | None:
    every = (getattr(PostHeld, name) == value for name, value in asdict(holding).items())
    return conn.execute(select(PostHeld.id).where(*every)).scalar()


def _on(reader: Reader, day: date, which: Any) -> list[Holder]:
    held = (
        select(PostHeld.officer_id, Officer.name, PostHeld.post, PostHeld.acting)
        .join(Officer, Officer.id == PostHeld.officer_id)
        .where(which, PostHeld.from_on <= day, or_(PostHeld.until_on.is_(None), PostHeld.until_on >= day))
        .order_by(PostHeld.acting, PostHeld.id.desc())
    )
    return [Holder(*row) for row in reader.execute(held)]
