"""New officers, and the PINs they may have."""

from __future__ import annotations

import pytest
from flask import Flask

from floor.access.officers import Newcomer, create_officer, create_officers, set_pin
from floor.db import db
from floor.models import Role
from floor.refusals import Refused
from tests.access.conftest import CAST
from tests.databases import OpenDatabase

pytestmark = pytest.mark.usefixtures("app")


def _made(code: str, pin: str, password: str | None = None) -> int:
    return db.write(lambda conn: create_officer(conn, code, "Baru", [Role.OPERATOR], pin, password))


def test_a_new_officer_has_the_roles_given(database: OpenDatabase) -> None:
    made = _made("PT9", "2468")
    assert database.rows("SELECT role FROM officer_role WHERE officer_id = :id", id=made) == [("operator",)]


def test_neither_pin_nor_password_is_kept_in_clear(database: OpenDatabase) -> None:
    _made("PT9", "2468", "kain mori putih")
    [(pin, password)] = database.rows("SELECT pin_hash, password_hash FROM officer WHERE code = 'PT9'")
    assert pin.startswith("scrypt:")
    assert password.startswith("scrypt:")
    assert "2468" not in pin.split("$")[0]


@pytest.mark.parametrize("code, pin", [("PT9", CAST[Role.VIEWER]), ("VIEWER", "2468")])
def test_a_code_or_pin_of_another_is_refused(code: str, pin: str) -> None:
    with pytest.raises(Refused, match="ALREADY_EXISTS"):
        _made(code, pin)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "١٢٣٤", " 1234"])
def test_a_pin_is_four_to_eight_digits(pin: str) -> None:
    with pytest.raises(Refused, match="FIELD_NEEDED"):
        _made("PT9", pin)


@pytest.mark.parametrize("password", ["short", "12345678"])
def test_a_short_password_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="FIELD_NEEDED"):
        _made("PT9", "2468", password)


def test_two_newcomers_may_not_share_a_pin(database: OpenDatabase) -> None:
    twins = [Newcomer(code, code, frozenset({Role.VIEWER}), "2468") for code in ("PT8", "PT9")]
    with pytest.raises(Refused, match="ALREADY_EXISTS"):
        db.write(lambda conn: create_officers(conn, twins))
    assert database.value("SELECT count(*) FROM officer WHERE code LIKE 'PT%'") == 0


def test_an_officer_may_be_given_the_own_pin_again_but_nobody_elses(app: Flask) -> None:
    made = _made("PT9", "2468")
    db.write(lambda conn: set_pin(conn, made, "2468"))
    with pytest.raises(Refused, match="ALREADY_EXISTS"):
        db.write(lambda conn: set_pin(conn, made, CAST[Role.VIEWER]))
