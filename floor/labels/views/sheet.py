"""The page before anything is printed, for all that is: the sheet as it will come out, its first cell, the printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection, select

from ...access.answers import sentence, status_of
from ...access.marks import needs
from ...db import db
from ...models import EntryKind, JobStatus, PartSheet, PrintJob, Role
from ...office import typed
from ...office.asking import entry_asked
from ...refusals import ALL, No, Refused
from ...scan.record import EntryAsked
from .. import jobs, pictures, press, printers
from ..cards import SAMPLE
from ..door import bp
from ..drawing import LabelText
from ..jobs import Issued, Wanted
from ..sheets import MEDIA, Media
from .asking import Detail, done_once

USUAL = "a4-24"
_NOT_CARRIED = {"csrf_token", "id", "first", "printer", "pin"}


@dataclass(frozen=True, slots=True)
class Print:
    """What somebody is about to print, and how to get the codes for it once it is asked for.

    ``issue(conn, now)`` runs in the transaction that makes the job; ``renewed`` of the labels were printed before, and
    their old paper ends.
    """

    kind: str
    subject: str
    title: str
    back: str
    shown: Sequence[LabelText]
    issue: Callable[[Connection, int], Sequence[Issued]]
    renewed: int = 0


class _Cell(NamedTuple):
    """A cell of the first sheet: its number from 1, its place and size in mm, what will stand there."""

    number: int
    x: float
    y: float
    width: float
    height: float
    state: str
    name: str
    address: str


Find = Callable[..., Print]
Choose = Callable[..., ResponseReturnValue]


def offer(rule: str, name: str, role: Role, find: Find, choose: Choose) -> None:
    """Hangs up the three views of a kind of print: the sheet, its pictures, and asking for it.

    ``find`` reads from the address or the form what is meant; where it refuses, ``choose`` is shown with the sentence.
    """

    def sheet(no: No | None = None, **args: Any) -> ResponseReturnValue:
        try:
            return _page(find(**args), url_for(f"labels.{name}_sheet", **args), no)
        except Refused as refused:
            return choose(no=refused.no, **args)

    def picture(page: int, **args: Any) -> ResponseReturnValue:
        try:
            found = pictures.page_png(find(**args).shown, chosen_media(), first_cell(chosen_media()), page - 1)
        except Refused:
            abort(404)
        return Response(found or abort(404), mimetype="image/png")

    def print_now(**args: Any) -> ResponseReturnValue:
        try:
            job_id = _kept_job() or _ask(find(**args))
        except Refused as refused:
            return sheet(no=refused.no, **args)
        press.wake_here()
        return redirect(url_for("labels.job", job_id=job_id), 303)

    bp.add_url_rule(f"{rule}/sheet", f"{name}_sheet", needs(role)(sheet))
    bp.add_url_rule(f"{rule}/sheet/<int:page>.png", f"{name}_picture", needs(role)(picture))
    bp.add_url_rule(f"{rule}/sheet", f"{name}_print", needs(role)(print_now), methods=["POST"])


def chosen_media() -> Media:
    """The medium that the address or the form names; else the one that was printed on last."""
    wanted = request.values.get("media", "")
    return MEDIA[wanted] if wanted in MEDIA else MEDIA[last_medium()]


def last_medium() -> str:
    """What somebody printed on last."""
    came_to_something = PrintJob.status.not_in((JobStatus.FAILED.value, JobStatus.STOPPED.value))
    last = select(PrintJob.medium).where(came_to_something, PrintJob.kind != jobs.TEST).order_by(PrintJob.id.desc())
    kept = db.session.execute(last.limit(1)).scalar()
    return kept if kept in MEDIA else USUAL


def first_cell(media: Media) -> int:
    """The cell (from 0) that the address or the form names; else the first free one of the sheet begun last."""
    try:
        typed_cell = typed.maybe_whole(request.values, "first", "label pertama", least=1)
    except Refused:
        typed_cell = None
    if typed_cell is not None:
        return min(typed_cell, media.cells) - 1
    return next_free(media)


def next_free(media: Media) -> int:
    """Where the sheet of this kind that was used last goes on, from 0."""
    kept = db.session.execute(select(PartSheet.next_cell).where(PartSheet.medium == media.key)).scalar()
    return kept if kept is not None and kept < media.cells else 0


def media_words() -> dict[str, str]:
    """The media by their keys, in words."""
    return {
        "a4-24": _("A4, 24 label, 70 × 37 mm"),
        "a4-40": _("A4, 40 label, 52,5 × 29,7 mm"),
        "a4-65": _("A4, 65 label, 38 × 21 mm"),
        "a6": _("Kartu A6, 105 × 148 mm"),
        "roll-50x30": _("Rol, 50 × 30 mm"),
        "roll-40x25": _("Rol, 40 × 25 mm"),
    }


def _page(wanted: Print, address: str, no: No | None) -> ResponseReturnValue:
    media = chosen_media()
    first = first_cell(media)
    carried = [
        (key, value) for key in request.values if key not in _NOT_CARRIED for value in request.values.getlist(key)
    ]
    if "media" not in request.values:
        carried.append(("media", media.key))
    words: dict[str, Any] = {"said": sentence(no), "look": ALL[no.code].look.value} if no else {}
    return render_template(
        "labels/sheet.html",
        wanted=wanted,
        new_codes=wanted.renewed or any(label.code == SAMPLE for label in wanted.shown),
        media=media,
        medium_word=media_words()[media.key],
        first=first + 1,
        next_free=next_free(media) + 1,
        address=address,
        carried=carried,
        cells=_cells(wanted.shown, media, first, address, carried),
        pictures=_pictures(wanted, media, first, address, carried),
        printers=printers.that_hold(db.session, media.key),
        printer=request.form.get("printer"),
        **words,
    ), status_of(no) if no else 200


def _cells(
    labels: Sequence[LabelText], media: Media, first: int, address: str, carried: list[tuple[str, str]]
) -> list[_Cell]:
    if media.cells == 1:
        return []
    cells = []
    for place in range(media.cells):
        label = labels[place - first] if 0 <= place - first < len(labels) else None
        state = "used" if place < first else "filled" if label else "free"
        there = f"{address}?{urlencode([*carried, ('first', place + 1)])}"
        x, y = media.corner(place)
        cells.append(_Cell(place + 1, x, y, *media.label, state, label.name if label else "", there))
    return cells


def _pictures(wanted: Print, media: Media, first: int, address: str, carried: list[tuple[str, str]]) -> list[str]:
    query = urlencode([*carried, ("first", first + 1)])
    return [f"{address}/{page}.png?{query}" for page in range(1, media.pages(len(wanted.shown), first) + 1)]


def _kept_job() -> int | None:
    """The job that this very form made before: what it meant then may look otherwise by now."""
    asked = entry_asked(EntryKind.ISSUE)
    made = select(PrintJob.id).where(PrintJob.client_id == asked.client_id, PrintJob.fingerprint == asked.fingerprint)
    found: int | None = db.session.execute(made).scalar()
    return found


def _ask(wanted: Print) -> int:
    first = (typed.maybe_whole(request.form, "first", "label pertama", least=1) or 1) - 1
    place = Wanted(
        wanted.kind,
        wanted.subject,
        wanted.back,
        request.form.get("media", ""),
        first,
        typed.maybe_key(request.form, "printer"),
    )

    def work(conn: Connection, asked: EntryAsked) -> Detail:
        return {"job": jobs.ask(conn, asked, place, wanted.issue(conn, asked.heard_at))}

    return int(done_once(work)["job"])
