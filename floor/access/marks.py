"""Who may call a view: a mark that every view carries, so that none is open by oversight.

A mark only notes; ``doors.guard`` keeps the doors, in one place, before the view runs. A view without a mark is shut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..models import Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Mark:
    """``roles``: any one of them opens; ``station``: a paired station opens.

    ``inside``: the view looks the station's token up itself, in the transaction that uses it; that a token was sent is
    all the guard asks. ``pin``: an officer must have typed the PIN within the last minutes.
    """

    open: bool = False
    roles: frozenset[Role] = frozenset()
    station: bool = False
    inside: bool = False
    pin: bool = False


def _put(view: View, mark: Mark) -> View:
    view.access_mark = mark  # type: ignore[attr-defined]
    return view


def mark_of(view: Callable[..., Any]) -> Mark | None:
    """The view's mark; ``None`` where it was forgotten."""
    return getattr(view, "access_mark", None)


def everybody(view: View) -> View:
    """Anyone on the network may call this view."""
    return _put(view, Mark(open=True))


def needs(*roles: Role) -> Callable[[View], View]:
    """An officer who holds one of these roles (or a role that brings it) may call this view."""
    if not roles:
        raise ValueError("name at least one role")
    return lambda view: _put(view, Mark(roles=frozenset(roles)))


def stations_only(view: View) -> View:
    """A paired station may call this view; ``current_station()`` says which."""
    return _put(view, Mark(station=True))


def stations_or(*roles: Role) -> Callable[[View], View]:
    """A paired station may call this view, and so may an officer with one of these roles."""
    return lambda view: _put(view, Mark(roles=frozenset(roles), station=True))


def station_token_checked_inside(view: View) -> View:
    """Only requests that bring a station's token reach this view, which MUST look it up in its own transaction."""
    return _put(view, Mark(station=True, inside=True))


def fresh_pin(view: View) -> View:
    """Besides its other mark (written below this one): the officer typed the PIN within five minutes.

    A form may bring it in a field ``pin``, so that nothing filled in is lost.
    """
    mark = mark_of(view)
    if mark is None or not mark.roles or mark.station:
        raise ValueError("put @fresh_pin above @needs: only an officer types a PIN")
    return _put(view, replace(mark, pin=True))
