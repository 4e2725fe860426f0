"""The first start, step by step: who may begin it, what each step leaves behind, when it is over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from floor import create_app, refusals
from floor.access import pins
from floor.db import db
from floor.office.first_start_code import setup_code
from floor.settings import Settings
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

SITE = {"name": "Rutan Contoh", "code": "RTN", "zone": "WITA", "header": ""}
ADMINISTRATOR = {"code": "PTG-01", "name": "Admin", "new_pin": "4826", "again": "4826"}
OPERATOR = {"take-0": "1", "name-0": "Petugas 1", "code-0": "PTG-02", "role-0": "operator"}


@pytest.fixture
def new_site(database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on tables without a row."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    pins._nobodys.cache_clear()
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def begun(new_site: Flask, tmp_path: Path) -> Desk:
    """A browser in which the set-up code was typed."""
    desk = Desk(new_site.test_client())
    desk.do("/start", code=setup_code(tmp_path))
    return desk


@pytest.fixture
def desk(begun: Desk) -> Desk:
    """The first administrator's browser."""
    begun.do("/start/site", **SITE)
    begun.do("/start/administrator", **ADMINISTRATOR)
    return begun


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """The same, with a workshop, garments, stations and an operator."""
    desk.do("/start/workshops", workshop="KONVEKSI")
    desk.do("/start/family", family="garmen")
    desk.do("/start/stations", station=["KV-TRM", "KV-QC"], **{"name-KV-TRM": "Meja terima", "name-KV-QC": "Meja QC"})
    assert desk.send("/start/officers", **OPERATOR).status_code == 200
    return desk


def pins_on(page: str) -> list[str]:
    return re.findall(r"first-pin\">(\d{4})<", unescape(page))


@pytest.mark.parametrize("address", ["/orders", "/sign-in", "/start/site", "/office", "/start/family"])
def test_every_page_of_a_new_site_leads_to_the_first_start(new_site: Flask, address: str) -> None:
    answer = new_site.test_client().get(address, follow_redirects=True)
    assert answer.request.path == "/start" and "Kode pemasangan" in answer.text


def test_without_the_code_nobody_becomes_administrator(new_site: Flask, database: OpenDatabase) -> None:
    stranger = Desk(new_site.test_client())
    answer = stranger.send("/start", code="12345678")
    assert said(answer) == sentence(refusals.WRONG_SETUP_CODE)
    stranger.send("/start/site", **SITE)
    stranger.send("/start/administrator", **ADMINISTRATOR)
    assert database.value("SELECT count(*) FROM officer") == 0 == database.value("SELECT count(*) FROM site")


def test_who_guesses_at_the_code_waits(new_site: Flask) -> None:
    stranger = Desk(new_site.test_client())
    answers = [stranger.send("/start", code=f"0000000{n}") for n in range(5)]
    assert answers[-1].status_code == 429


def test_the_code_lies_in_the_instance_for_its_owner_only(tmp_path: Path) -> None:
    code = setup_code(tmp_path)
    assert setup_code(tmp_path) == code and len(code) == 8
    assert (tmp_path / "setup_code").stat().st_mode & 0o077 == 0


def test_the_code_opens_once(desk: Desk, new_site: Flask, tmp_path: Path) -> None:
    assert not (tmp_path / "setup_code").exists()
    other = Desk(new_site.test_client())
    other.send("/start", code=setup_code(tmp_path))
    assert other.send("/start/administrator", **ADMINISTRATOR | {"code": "X"}).location == "/start"
    assert "Masuk" in other.see("/start")


def test_a_site_gets_its_name_zone_and_first_administrator(desk: Desk, database: OpenDatabase) -> None:
    assert database.value("SELECT zone FROM site WHERE code = 'RTN'") == "WITA"
    assert database.value("SELECT role FROM officer_role") == "administrator"
    assert "Rutan Contoh" in desk.see("/start/workshops")


def test_the_same_form_twice_makes_one_administrator(begun: Desk, database: OpenDatabase) -> None:
    begun.do("/start/site", **SITE)
    begun.do("/start/administrator", **ADMINISTRATOR)
    begun.do("/start/administrator", **ADMINISTRATOR)
    assert database.value("SELECT count(*) FROM officer") == 1


@pytest.mark.parametrize("wrong", [{"again": "4827"}, {"new_pin": "12", "again": "12"}, {"code": "a b"}, {"name": ""}])
def test_an_administrator_who_is_none_is_refused(begun: Desk, database: OpenDatabase, wrong: dict[str, str]) -> None:
    begun.do("/start/site", **SITE)
    assert begun.send("/start/administrator", **ADMINISTRATOR | wrong).status_code == 422
    assert database.value("SELECT count(*) FROM officer") == 0


def test_a_unit_of_the_workshops_own_is_added_beside_the_usual_ones(desk: Desk) -> None:
    desk.do("/start/workshops", workshop=["KONVEKSI", "BOGA"], code="LAS", name="Las")
    assert "Sudah ada: Konveksi, Boga, Las" in desk.read("/start/workshops")


def test_without_a_unit_there_is_no_going_on(desk: Desk) -> None:
    assert said(desk.send("/start/workshops")) == sentence(refusals.FIELD_NEEDED, what="paling sedikit satu unit kerja")


@pytest.mark.parametrize("family", ["garmen", "batik", "meubelair", "kerajinan", "pangan"])
def test_a_family_comes_with_all_that_its_product_needs(desk: Desk, database: OpenDatabase, family: str) -> None:
    desk.do("/start/workshops", workshop="BOGA")
    desk.do("/start/family", family=family)
    desk.do("/start/family", family=family)
    assert database.value("SELECT count(*) FROM product") == 1
    page = desk.read("/start/stations")
    assert "Tahap ini belum punya pos" not in page
    codes = re.findall(r'name="station" value="([\w-]+)"', desk.see("/start/stations"))
    desk.do("/start/stations", station=codes, **{f"name-{code}": code for code in codes})
    assert "Tahap ini belum punya pos" not in desk.read("/start/stations")


def test_families_are_taken_one_after_the_other(stocked: Desk, database: OpenDatabase) -> None:
    stocked.do("/start/family", family=["batik", "meubelair"])
    assert database.value("SELECT count(*) FROM product") == 3
    assert "BT-CAP" in stocked.see("/start/stations")


def test_stages_without_a_station_are_named(stocked: Desk) -> None:
    assert stocked.read("/start/stations").partition("Tahap ini belum punya pos:")[2].strip().startswith("Obras")


def test_officers_get_pins_that_open(stocked: Desk, new_site: Flask) -> None:
    answer = stocked.send("/start/officers", **OPERATOR | {"code-0": "PTG-03", "role-0": "inspector"})
    [pin] = pins_on(answer.text)
    Desk(new_site.test_client()).do("/sign-in", officer="PTG-03", pin=pin)


def test_the_same_form_gives_the_same_pins_and_adds_nobody_twice(stocked: Desk, database: OpenDatabase) -> None:
    form = OPERATOR | {"code-0": "PTG-07"}
    first, again = (
        stocked.send("/start/officers", form_id="01938e5a-0000-7000-8000-000000000001", **form) for _ in range(2)
    )
    assert pins_on(first.text) == pins_on(again.text) != []
    assert database.value("SELECT count(*) FROM officer WHERE code = 'PTG-07'") == 1


def test_who_is_there_already_is_not_offered_ticked_again(stocked: Desk) -> None:
    page = stocked.see("/start/officers")
    assert re.search(r'name="take-0" value="1" aria', page) and re.search(r'name="take-1" value="1" checked', page)


def test_slips_are_kept_by_no_browser(stocked: Desk) -> None:
    answer = stocked.send("/start/officers", **OPERATOR | {"code-0": "PTG-09"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_officer_whose_code_is_taken_is_refused(stocked: Desk) -> None:
    answer = stocked.send("/start/officers", **OPERATOR | {"name-0": "Lain"})
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what="kode petugas")


def test_the_bar_says_what_comes_next_on_every_page_until_it_is_finished(stocked: Desk) -> None:
    assert "Langkah berikutnya: Printer" in stocked.read("/orders")
    stocked.do("/start/finish")
    assert "Langkah berikutnya" not in stocked.read("/orders")


def test_what_work_needs_must_be_there_before_it_is_finished(desk: Desk) -> None:
    answer = desk.send("/start/finish")
    assert refusals.NOT_SET_UP.id in unescape(answer.text)


def test_only_an_administrator_sees_the_first_start(stocked: Desk, new_site: Flask) -> None:
    [pin] = pins_on(stocked.send("/start/officers", **OPERATOR | {"code-0": "PTG-04"}).text)
    operator = Desk(new_site.test_client())
    operator.do("/sign-in", officer="PTG-04", pin=pin)
    assert operator.browser.get("/start/family").status_code == 403
    assert "Langkah berikutnya" not in operator.read("/orders")
    assert operator.browser.get("/start").location == "/"


def test_programs_are_not_led_astray(new_site: Flask) -> None:
    answer = new_site.test_client().get("/api/v1/station", headers={"Accept": "application/json"})
    assert answer.status_code == 401


@pytest.fixture
def seen(stocked: Desk) -> Callable[[str], str]:
    return stocked.read


@pytest.mark.parametrize("step", ["site", "administrator", "workshops", "family", "stations", "printing", "tablet"])
def test_every_step_can_be_come_back_to(seen: Callable[[str], str], step: str) -> None:
    assert "dari 8" in seen(f"/start/{step}")


@pytest.mark.parametrize(("kind", "door"), [("maklun", "Terima bahan"), ("own", "Buat batch")])
def test_a_partners_material_is_counted_before_the_first_batch(stocked: Desk, kind: str, door: str) -> None:
    stocked.do("/office/partners/new", code="A", name="Mitra A", address="")
    order = {"product": "KOK-PJ", "number": "PO-A-001", "partner": "1", "due_on": "2027-01-09", "channel": "langsung"}
    stocked.do("/office/orders/new", **order, kind=kind, **{"target-0": "12"})
    next_door = re.findall(r'button-main"[^>]*>.*?<span>(.*?)</span>', stocked.see("/start/first-batch"))
    assert door in next_door
