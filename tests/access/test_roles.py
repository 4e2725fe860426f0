"""What a role brings with it."""

from __future__ import annotations

import pytest

from floor.access.roles import all_held
from floor.models import Role


@pytest.mark.parametrize(
    "granted, held",
    [
        ("administrator", "administrator supervisor operator viewer"),
        ("supervisor", "supervisor operator viewer"),
        ("inspector", "inspector operator viewer"),
        ("operator", "operator viewer"),
        ("viewer", "viewer"),
        ("", ""),
        ("administrator inspector", "administrator inspector supervisor operator viewer"),
    ],
)
def test_a_role_brings_the_lesser_ones(granted: str, held: str) -> None:
    assert all_held(Role(name) for name in granted.split()) == {Role(name) for name in held.split()}


def test_only_inspectors_give_verdicts() -> None:
    assert [role for role in Role if Role.INSPECTOR in all_held([role])] == [Role.INSPECTOR]
