"""What a role brings with it."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Role

# An administrator gives no verdicts: that is the inspectors' alone.
_BRINGS: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset({Role.SUPERVISOR, Role.OPERATOR, Role.VIEWER}),
    Role.SUPERVISOR: frozenset({Role.OPERATOR, Role.VIEWER}),
    Role.INSPECTOR: frozenset({Role.OPERATOR, Role.VIEWER}),
    Role.OPERATOR: frozenset({Role.VIEWER}),
    Role.VIEWER: frozenset(),
}


def all_held(granted: Iterable[Role]) -> frozenset[Role]:
    """The roles granted and those that they bring with them."""
    granted = frozenset(granted)
    return granted.union(*(_BRINGS[role] for role in granted))
