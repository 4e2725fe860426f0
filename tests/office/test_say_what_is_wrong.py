"""What is wrong in a form is said once, at its field; the panel above leads there. Nothing that was typed is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from floor import refusals
from tests.office.conftest import Desk, said, sentence

STANDARD = "/office/standards/new"
FORMS = [
    (STANDARD, {"code": "kode salah!", "name": "Kemeja", "family": "garmen"}, "code", "Kode"),
    (STANDARD, {"code": "S-BARU", "name": "", "name_en": "Shirt", "family": "garmen"}, "name", "Nama"),
    ("/office/partners/new", {"code": "MITRA Z", "name": "Mitra Zamrud", "address": "Jl. Merdeka 1"}, "code", "Kode"),
    ("/office/stages/new", {"code": "JHT 2", "name": "Jahit kedua", "name_en": "second sewing"}, "code", "Kode"),
    ("/office/products/new", {"code": "?", "name": "Kemeja kerja", "family": "garmen"}, "code", "Kode"),
    ("/office/officers/new", {"code": "", "name": "Petugas baru"}, "code", "Kode"),
]
each_form = pytest.mark.parametrize(("address", "fields", "field", "label"), FORMS)


@each_form
def test_the_sentence_stands_once_and_the_panel_leads_to_it(
    administrator: Desk, address: str, fields: dict[str, str], field: str, label: str
) -> None:
    answer = administrator.send(address, **fields)
    panel = re.search(r'role="alert">(.*?)</div>\s*</div>', answer.text, re.DOTALL)
    assert answer.status_code == 422 and panel is not None
    assert f'href="#{field}-error"' in panel[1] and f"<span>{label}</span>" in panel[1]
    assert f'id="{field}-error"' in answer.text
    assert said(answer) and unescape(answer.text).count(said(answer)) == 1 and said(answer) not in panel[1]


@each_form
def test_nothing_that_was_typed_is_lost(
    administrator: Desk, address: str, fields: dict[str, str], field: str, label: str
) -> None:
    page = unescape(administrator.send(address, **fields).text)
    kept = [value for name, value in fields.items() if name != "family" and value]
    assert [value for value in kept if f'value="{value}"' not in page and f">{value}</textarea>" not in page] == []


def test_what_no_field_says_is_said_above(administrator: Desk) -> None:
    administrator.do(STANDARD, code="S-BARU", name="Kosong", family="garmen")
    answer = administrator.send("/office/standards/S-BARU/draft/publish", seen="1", note="mulai")
    assert said(answer) == sentence(refusals.DRAFT_CHANGED) and 'value="mulai"' in answer.text
    assert "isian perlu dibetulkan" not in answer.text


def test_a_choice_that_is_none_leads_to_its_question(administrator: Desk) -> None:
    administrator.do("/office/standards/S-KOK/draft")
    fields = {"kind": "yes_no", "severity": "major", "text": "Kampuh rata", "owed": "sometimes"}
    answer = administrator.send("/office/standards/S-KOK/draft/checks/new", **fields)
    assert 'href="#owed-error"' in answer.text
    assert "<span>Potong mana yang wajib diisi sebelum boleh lulus?</span>" in answer.text
