"""Finds the words that are translated: what stands in ``_("…")``, and the words that refusals are told by a variable.

A refusal's ``what`` ("Isi {what}.") is an Indonesian word given where the refusal is raised, and translated only where
it is answered. Babel sees calls of ``_`` alone; ``make words`` and the tests read Python with this.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from babel.messages.extract import extract_python

Found = tuple[int, str, str, list[str]]  # line, function, msgid, comments

# Where ``what`` stands among the arguments of what ``floor/office`` calls most: typed.text(form, name, what).
_WHAT_AT = {"typed": 2, "rows": 3}
# Who is told it as ``what=``: a refusal, and what the archive refuses by.
_TOLD = {"because", "Use"}


def python(file: BinaryIO, keywords: Any, tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """Every message of a Python file, as Babel asks its extractors for them."""
    text = file.read()
    yield from extract_python(io.BytesIO(text), keywords, tags, options)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _words_for(node)


def _words_for(call: ast.Call) -> Iterator[Found]:
    """``because(what="jumlah")``, ``typed.text(form, "name", "nama mitra")``."""
    module = call.func.value if isinstance(call.func, ast.Attribute) else None
    # MALFORMED names fields of the API, which are called the same in every language.
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _TOLD and not (isinstance(module, ast.Attribute) and module.attr == "MALFORMED"):
        for keyword in call.keywords:
            if keyword.arg == "what":
                yield from _literal(keyword.value)
    at = _WHAT_AT.get(module.id) if isinstance(module, ast.Name) else None
    if at is not None and len(call.args) > at:
        yield from _literal(call.args[at])


def _literal(node: ast.expr) -> Iterator[Found]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.lineno, "_", node.value, []
