"""Hashing PINs and passwords: memory-hard, so that a stolen database takes long to try out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

# 32 MiB and about 60 ms each. The parameters stand in every hash, so they can be raised without changing a PIN.
_METHOD = "scrypt:32768:8:1"

MIN_DIGITS = 4
MAX_DIGITS = 8
MIN_PASSWORD = 10


def hash_pin(secret: str) -> str:
    """The hash to store of a PIN or password."""
    return generate_password_hash(secret, method=_METHOD)


def verify_pin(stored: str | None, secret: str) -> bool:
    """Whether ``secret`` is what was hashed. Takes as long where nothing is stored, so that time tells nothing."""
    fits = check_password_hash(stored or _nobodys(), secret)
    return fits and stored is not None


def hash_pins(secrets: Iterable[str]) -> list[str]:
    """The hashes to store of several, made side by side, for hashing lets other threads run."""
    with _side_by_side() as threads:
        return list(threads.map(hash_pin, secrets))


def any_fits(stored: Iterable[str], secret: str) -> bool:
    """Whether ``secret`` fits one of these hashes; tried side by side."""
    with _side_by_side() as threads:
        return any(threads.map(lambda one: check_password_hash(one, secret), stored))


def whose_fits(stored: Mapping[int, str], secret: str) -> int | None:
    """The key of the hash that ``secret`` fits; all are tried, side by side, so that time tells nothing."""
    with _side_by_side() as threads:
        fits = list(threads.map(lambda one: check_password_hash(one, secret), stored.values()))
    return next((key for key, fit in zip(stored, fits, strict=True) if fit), None)


def is_pin(secret: str) -> bool:
    """Whether this could be a PIN: four to eight digits."""
    return secret.isascii() and secret.isdigit() and MIN_DIGITS <= len(secret) <= MAX_DIGITS


def is_password(secret: str) -> bool:
    """Whether this could be a password: ten characters or more, and no PIN."""
    return MIN_PASSWORD <= len(secret) <= 200 and not is_pin(secret)


def _side_by_side() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1))


@cache
def _nobodys() -> str:
    return hash_pin(os.urandom(16).hex())
