"""The log as people read it: a sentence for each line, what it was and what it is now, who, in which post, why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from .. import clock
from ..models import Change, Officer
from ..pages import counted, day, number
from . import words
from .posts import ACTING

Reader = Session | scoped_session[Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. ``officer`` is empty for a command on the server; ``differences`` are sentences."""

    at: int
    noun: str
    code: str
    sentence: str
    is_new: bool
    differences: Sequence[str]
    officer: str
    post: str
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines: all, or those about one kind of thing or one thing, by one officer, of one day."""

    noun: str = ""
    code: str = ""
    officer_id: int | None = None
    day: date | None = None


def lines(reader: Reader, asked: Asked, zone: str, most: int, skip: int = 0) -> list[Line]:
    """So many lines, newest first."""
    found = select(Change, Officer.name).outerjoin(Officer, Officer.id == Change.officer_id)
    if asked.noun:
        found = found.where(Change.noun == asked.noun)
    if asked.code:
        found = found.where(Change.code == asked.code)
    if asked.officer_id is not None:
        found = found.where(Change.officer_id == asked.officer_id)
    if asked.day is not None:
        begins = clock.day_starts(asked.day, zone)
        found = found.where(Change.at >= begins, Change.at < begins + clock.DAY)
    newest = found.order_by(Change.at.desc(), Change.id.desc()).offset(skip).limit(most)
    return [_line(change, officer or "") for change, officer in reader.execute(newest)]


def nouns() -> words.Choices:
    """The kinds of things that the log is about."""
    return [
        ("order", _("Pesanan")),
        ("partner", _("Mitra")),
        ("product", _("Produk")),
        ("route", _("Alur kerja")),
        ("standard", _("Standar mutu")),
        ("stage", _("Tahap")),
        ("station", _("Pos")),
        ("workshop", _("Unit kerja")),
        ("worker", _("Pekerja & regu")),
        ("officer", _("Petugas")),
        ("post", _("Jabatan")),
        ("defect", _("Jenis cacat")),
        ("printer", _("Printer")),
        ("site", _("Bengkel")),
        ("tablet", _("Tablet")),
        ("inspection", _("Putusan")),
        ("unit", _("Barang yang ditahan")),
    ]


def _line(change: Change, officer: str) -> Line:
    before, after = change.before or {}, change.after or {}
    return Line(
        at=change.at,
        noun=change.noun,
        code=change.code,
        sentence=_sentence(change.noun, change.code, change.verb, after),
        is_new=change.verb == "added",
        differences=list(_differences(change.verb, before, after)),
        officer=officer,
        post=change.post,
        reason=change.reason,
    )


def _thing(noun: str, code: str) -> str:
    things: dict[str, str] = {
        "order": _("Pesanan %(code)s", code=code),
        "partner": _("Mitra %(code)s", code=code),
        "product": _("Produk %(code)s", code=code),
        "route": _("Alur kerja %(code)s", code=code),
        "standard": _("Standar mutu %(code)s", code=code),
        "stage": _("Tahap %(code)s", code=code),
        "station": _("Pos %(code)s", code=code),
        "workshop": _("Unit kerja %(code)s", code=code),
        "worker": _("Pekerja atau regu %(code)s", code=code),
        "officer": _("Petugas %(code)s", code=code),
        "post": _("Jabatan %(code)s", code=code),
        "defect": _("Jenis cacat %(code)s", code=code),
        "printer": _("Printer %(code)s", code=code),
        "site": _("Bengkel %(code)s", code=code),
        "tablet": _("Tablet di pos %(code)s", code=code),
        "inspection": _("Putusan nomor %(code)s", code=code),
        "unit": _("Barang %(code)s", code=code),
    }
    return things.get(noun, code)


def _sentence(noun: str, code: str, verb: str, after: Mapping[str, Any]) -> str:
    """What was done, as a whole sentence."""
    thing, version = _thing(noun, code), after.get("version", "–")
    sentences: dict[str, str] = {
        "added": _("%(thing)s ditambahkan.", thing=thing),
        "changed": _("%(thing)s diubah.", thing=thing),
        "archived": _("%(thing)s diarsipkan.", thing=thing),
        "restored": _("%(thing)s dipakai lagi.", thing=thing),
        "published": _("%(thing)s: versi %(version)s diterbitkan.", thing=thing, version=version),
        "amended": _("%(thing)s diubah atas persetujuan mitra.", thing=thing),
        "closed": _("%(thing)s ditutup.", thing=thing),
        "reopened": _("%(thing)s dibuka lagi.", thing=thing),
        "begun": _("%(thing)s: konsep versi baru dimulai.", thing=thing),
        "copied": _("%(thing)s: konsep disalin dari %(name)s.", thing=thing, name=after.get("standard", "–")),
        "filled": _("%(thing)s: konsep diisi dari berkas.", thing=thing),
        "dropped": _("%(thing)s: konsep dibuang.", thing=thing),
        "pin": _("%(thing)s mendapat PIN baru.", thing=thing),
        "badge": _("%(thing)s mendapat kartu baru; kartu lama tidak berlaku.", thing=thing),
        "signed_out": _("%(thing)s dikeluarkan dari semua perangkat.", thing=thing),
        "token": _("%(thing)s: token mesin “%(name)s” diberikan.", thing=thing, name=after.get("token", "–")),
        "token_ended": _("%(thing)s: token “%(name)s” dicabut.", thing=thing, name=after.get("token", "–")),
        "imported": _("%(thing)s diimpor.", thing=thing),
        "seen": _("%(thing)s untuk %(unit)s dilihat.", thing=thing, unit=after.get("unit", "–")),
        "corrected": _("%(thing)s diganti dengan putusan lain.", thing=thing),
        "let_go": _("%(thing)s dilepas dari tahan.", thing=thing),
        "stopped": _("%(thing)s: semua pos dihentikan.", thing=thing),
        "released": _("%(thing)s: semua pos berjalan lagi.", thing=thing),
        "locked": _("%(thing)s dikunci pada layar posnya: %(name)s.", thing=thing, name=after.get("name", "–")),
        "unlocked": _("%(thing)s dibuka kuncinya: %(name)s.", thing=thing, name=after.get("name", "–")),
        "revoked": _("%(thing)s dicabut: %(name)s.", thing=thing, name=after.get("name", "–")),
    }
    return sentences.get(verb, f"{thing}: {verb}")


_IN_THE_SENTENCE = {
    "added": {"code", "number", "active"},
    "published": {"version"},
    "copied": {"standard"},
    "token": {"token"},
    "token_ended": {"token"},
    "locked": {"name"},
    "unlocked": {"name"},
    "revoked": {"name"},
    "seen": {"unit"},
}


def _differences(verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if verb in ("archived", "restored"):
        return
    for name in {**before, **after}:
        if name in _IN_THE_SENTENCE.get(verb, ()) or (verb == "added" and after[name] in ([], {})):
            continue
        if name == "targets" and before:
            yield from _of_sizes(before.get(name, {}), after.get(name, {}))
            continue
        if name in ("checks", "defects"):
            yield from _of_lists(name, before.get(name, []), after.get(name, []))
            continue
        field = _fields().get(name, name)
        was, now = _value(name, before.get(name)), _value(name, after.get(name))
        if name in before and name in after:
            yield _("%(field)s: %(was)s menjadi %(now)s", field=field, was=was, now=now)
        elif name in after:
            yield _("%(field)s: %(now)s", field=field, now=now)
        else:
            yield _("%(field)s dikosongkan, tadinya %(was)s", field=field, was=was)


def _of_lists(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """What a standard's version no longer says, and what it says now, line by line."""
    field = _fields()[name]
    yield from (_("%(field)s, tadinya: %(was)s", field=field, was=_of_standard(line)) for line in before)
    yield from (_("%(field)s: %(now)s", field=field, now=_of_standard(line)) for line in after)


def _of_sizes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The sizes whose target differs; an order without sizes has one without a name."""
    for size in {**before, **after}:
        field = _("Target %(size)s", size=size).strip()
        was, now = before.get(size), after.get(size)
        if was is None:
            yield _("%(field)s: %(now)s", field=field, now=number(now))
        elif now is None:
            yield _("%(field)s dikosongkan, tadinya %(was)s", field=field, was=number(was))
        elif was != now:
            yield _("%(field)s: %(was)s menjadi %(now)s", field=field, was=number(was), now=number(now))


def _fields() -> dict[str, str]:
    return {
        "code": _("Kode"),
        "name": _("Nama"),
        "name_en": _("Nama dalam bahasa Inggris"),
        "address": _("Alamat"),
        "active": _("Dipakai"),
        "family": _("Kelompok"),
        "counted_in": _("Satuan"),
        "workshop": _("Unit kerja"),
        "route": _("Alur kerja"),
        "standard": _("Standar mutu"),
        "photo": _("Foto"),
        "sizes": _("Ukuran"),
        "number": _("Nomor"),
        "partner": _("Mitra"),
        "product": _("Produk"),
        "kind": _("Jenis"),
        "channel": _("Saluran"),
        "due_on": _("Jatuh tempo"),
        "takes_grade_b": _("Mitra menerima grade B"),
        "targets": _("Target"),
        "agreed_by": _("Disetujui mitra lewat"),
        "short": _("Kurang"),
        "over": _("Lebih"),
        "is_production": _("Catat hasil kerja siapa"),
        "is_team": _("Regu"),
        "stages": _("Tahap"),
        "steps": _("Alur"),
        "changed": _("Apa yang berubah"),
        "checks": _("Butir periksa"),
        "defects": _("Cacat"),
        "plans": _("Rencana sampling"),
        "drawing": _("Gambar"),
        "day_target": _("Target sehari"),
        "roles": _("Peran"),
        "officer": _("Petugas"),
        "acting": _("Sebagai"),
        "from_on": _("Mulai"),
        "until_on": _("Sampai"),
        "severity": _("Tingkat"),
        "rework_stage": _("Tahap perbaikan"),
        "zone": _("Zona waktu"),
        "camera": _("Kamera"),
        "header": _("Kepala surat"),
        "voice": _("Suara"),
        "away_minutes": _("Menit tanpa petugas"),
        "recheck_percent": _("Diperiksa ulang dari 100 putusan"),
        "team": _("Memimpin regu"),
        "what": _("Apa yang menyimpang dari standar"),
        "quantity": _("Jumlah"),
        "passed": _("Lulus"),
        "rework": _("Perbaikan"),
        "grade_b": _("Grade B"),
        "scrap": _("Afkir"),
        "hold": _("Ditahan"),
    }


def _value(name: str, value: Any) -> str:
    """A value as it is read: yes and no, days, sizes with their quantities, the words of a choice."""
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    if isinstance(value, dict):
        return " · ".join(
            f"{_value(name, key) if name == 'plans' else key} {_value('', each)}".strip() for key, each in value.items()
        )
    if isinstance(value, list):
        return ", ".join(_value(name, each) for each in value) or "–"
    if isinstance(value, (int, float)):
        return number(value)
    if value is None:
        return "–"
    if name == "plans":
        return _of_standard(str(value))
    if name in ("due_on", "from_on", "until_on"):
        return day(date.fromisoformat(str(value)))
    return _chosen(name, str(value))


def _of_standard(told: str) -> str:
    """A line of a standard (``office.standards.told_check``) with the words of its class and of what is owed."""
    for severity, word in words.severities():
        told = told.replace(f"[{severity}]", f"[{word.lower()}]")
    told = re.sub(r", first (\d+)", lambda found: _(", %(count)s yang pertama", count=found[1]), told)
    return told.replace(", every", _(", setiap potong")).replace(", sample", _(", contoh"))


def _chosen(name: str, value: str) -> str:
    if name == "counted_in":
        return counted(value)
    if name == "acting":
        return ACTING.get(value, value).strip() or "–"
    choices = {
        "family": words.families,
        "kind": words.order_kinds,
        "channel": words.channels,
        "roles": words.roles,
    }
    return dict(choices[name]()).get(value, value) if name in choices else value
