"""The set-up code: who stands at the server reads it there, and so nobody else becomes the first administrator."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

_DIGITS = 8


def setup_code(instance: Path) -> str:
    """The code of this instance, made when it is first asked for: eight digits, readable by the server's owner only."""
    path = _file(instance)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made := f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}")
    return made


def in_words(code: str) -> str:
    """A code as people read it out: ``4821 0937``."""
    return f"{code[:4]} {code[4:]}"


def fits(instance: Path, typed: str) -> bool:
    """Whether this is the code, however it was spaced; nothing fits once the code was used up."""
    digits = "".join(letter for letter in typed if letter.isascii() and letter.isdigit())
    return _file(instance).exists() and hmac.compare_digest(digits, setup_code(instance))


def use_up(instance: Path) -> None:
    """Ends the code: there is an administrator."""
    _file(instance).unlink(missing_ok=True)


def _file(instance: Path) -> Path:
    return instance / "setup_code"
