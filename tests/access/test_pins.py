"""What a PIN's hash is worth."""

from __future__ import annotations

import pytest

from floor.access.pins import _METHOD, hash_pin, verify_pin

_IN_FORCE = _METHOD  # read before any test makes hashing quick


def test_hashing_needs_32_mib() -> None:
    name, n, r, _p = _IN_FORCE.split(":")
    assert name == "scrypt"
    assert 128 * int(n) * int(r) >= 32 * 2**20


def test_the_same_pin_is_never_hashed_alike() -> None:
    assert hash_pin("1234") != hash_pin("1234")


@pytest.mark.parametrize("secret, fits", [("1234", True), ("1235", False), ("", False), ("01234", False)])
def test_a_pin_fits_its_own_hash_only(secret: str, fits: bool) -> None:
    assert verify_pin(hash_pin("1234"), secret) is fits


def test_nothing_fits_where_nothing_is_stored() -> None:
    assert verify_pin(None, "1234") is False
    assert verify_pin("", "") is False
