"""The words that choices on the office's forms are offered in: ``(value, word)`` in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from ..models import CheckKind, Role, Severity, Stage
from ..pages import counted_words

Choices = list[tuple[str, str]]

MEASURES = ("cm", "mm", "g")


def of_rows(found: Iterable[Any], optional: bool = False) -> Choices:
    """Rows with a code and a name, to choose one of by its key; ``optional``: or none of them."""
    none = [("", "–")] if optional else []
    return none + [(str(row.id), f"{row.code} · {row.name}") for row in found]


def families() -> Choices:
    """Families of products; routes, standards and defects go by them."""
    return [
        ("garmen", _("Garmen")),
        ("batik", _("Batik")),
        ("meubelair", _("Meubelair")),
        ("kerajinan", _("Kerajinan")),
        ("pangan", _("Pangan")),
    ]


def counted_in() -> Choices:
    """The word for one of a product."""
    return list(counted_words().items())


def order_kinds() -> Choices:
    """Who brings the material."""
    return [("maklun", _("Maklun (bahan dari mitra)")), ("own", _("Produksi sendiri"))]


def channels() -> Choices:
    """How an order came."""
    return [
        ("langsung", _("Langsung")),
        ("galeri", _("Galeri")),
        ("e-katalog", _("E-katalog")),
        ("toko online", _("Toko online")),
    ]


def roles() -> Choices:
    """What an officer may be."""
    return [
        (Role.ADMINISTRATOR.value, _("Administrator")),
        (Role.SUPERVISOR.value, _("Penyelia")),
        (Role.INSPECTOR.value, _("Pemeriksa (QC)")),
        (Role.OPERATOR.value, _("Operator")),
        (Role.VIEWER.value, _("Hanya melihat")),
    ]


def check_kinds() -> Choices:
    """How a check is answered."""
    return [
        (CheckKind.YES_NO.value, _("Ya / tidak")),
        (CheckKind.MEASURED.value, _("Diukur")),
        (CheckKind.COUNT.value, _("Dihitung")),
    ]


def severities() -> Choices:
    """How bad it is when a check fails."""
    return [
        (Severity.CRITICAL.value, _("Kritis")),
        (Severity.MAJOR.value, _("Mayor")),
        (Severity.MINOR.value, _("Minor")),
    ]


def stage_name(stage: Stage) -> str:
    """A stage's name in the reader's language."""
    return stage.name_en if str(get_locale()) == "en" else stage.name
