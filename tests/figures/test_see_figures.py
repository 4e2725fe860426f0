"""The pages: whole sentences, drawings whose every point leads on, the same as tables and files."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from floor.figures.sentences import tolerance
from floor.models import DefectSpot
from floor.rules.standard import Limit
from tests.cast import Shop
from tests.figures.conftest import Judge, failed, signed_in
from tests.quality.lot_cast import PLANS, Lots

PAGES = ("", "/defects", "/days", "/days?by=batch", "/days?by=lot", "/measures", "/inspections")


def words(browser: FlaskClient, address: str) -> str:
    """The words of a page that must be there, drawings and their words included."""
    answer = browser.get(f"/figures{address}")
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.fixture
def judged(judge: Judge, shop: Shop) -> None:
    """A bundle of which nine pass, two are mended, one is scrap; its first piece was measured."""
    chest = [{"check": shop.ids["chest"], "piece": 1, "value": 108.4}]
    judge(
        1,
        passed=9,
        rework=[{"quantity": 2}],
        scrap=1,
        defects=[*failed(2, defect="G07"), *failed(1, "scrap")],
        findings=chest,
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_with_nothing_to_tell(supervisor: FlaskClient, page: str) -> None:
    assert "Belum" in words(supervisor, page) or "Tidak ada" in words(supervisor, page)


@pytest.mark.parametrize("page", PAGES)
def test_an_operator_does_not_look_at_figures(
    served: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    browser = signed_in(served, shop, monkeypatch, "O-1")
    assert browser.get(f"/figures{page}").status_code == 403


def test_an_inspector_may_look(served: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert signed_in(served, shop, monkeypatch, "O-2").get("/figures").status_code == 200


def test_the_first_page_says_it_in_sentences(supervisor: FlaskClient, judged: None) -> None:
    said = words(supervisor, "")
    assert "75 % dari 12 barang lulus sekali periksa." in said
    assert "Cacat terbanyak: G07 Benang sisa, 2 dari 3 (67 %)." in said


def test_every_link_of_a_drawing_leads_to_inspections(supervisor: FlaskClient, judged: None) -> None:
    for page in ("", "/defects", "/days", "/days?by=batch"):
        drawn = "".join(re.findall(r"<svg class=\"figure-chart.*?</svg>", supervisor.get(f"/figures{page}").text, re.S))
        links = re.findall(r'href="(/figures/inspections[^"]*)"', drawn)
        assert links, page
        for link in links:
            assert "1 pemeriksaan" in words(supervisor, link.removeprefix("/figures").replace("&amp;", "&"))


def test_a_spot_on_the_drawing_leads_to_its_inspection(supervisor: FlaskClient, shop: Shop, judged: None) -> None:
    found = shop.write(lambda conn: conn.execute(text("SELECT MIN(id) FROM defect_found")).scalar_one())
    spot = {"defect_found_id": found, "side": 1, "x": 510, "y": 260}
    shop.write(lambda conn: conn.execute(insert(DefectSpot).values(**spot)))
    assert "Belakang, 55 % dari kiri, 25 % dari atas" in words(supervisor, "/defects")
    assert "1 pemeriksaan" in words(supervisor, "/inspections?spot=1,5,2")
    assert "0 pemeriksaan" in words(supervisor, "/inspections?spot=0,5,2")


def test_inspections_are_listed_with_all_that_was_found(supervisor: FlaskClient, judged: None) -> None:
    said = words(supervisor, "/inspections?defect=G07")
    for each in ("A-001-01/001", "Lulus 9", "Afkir 1", "G07 Benang sisa: 2, perbaikan", "Lingkar dada: 108,4 cm"):
        assert each in said
    assert "Petugas O-2" in said


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("outcome=scrap", 1),
        ("outcome=grade_b", 0),
        ("outcome=first_failed", 1),
        ("severity=minor", 1),
        ("severity=critical", 0),
        ("defect=G99", 0),
        ("batch=A-001-01", 1),
        ("batch=A-001-02", 0),
        ("size=M", 1),
        ("size=L", 0),
        ("cycle=0", 1),
        ("cycle=1", 0),
        ("lot=LT-1", 0),
    ],
)
def test_a_list_is_narrowed_by_what_is_asked(supervisor: FlaskClient, judged: None, terms: str, found: int) -> None:
    assert f"{found} pemeriksaan" in words(supervisor, f"/inspections?{terms}")


def test_a_measured_check_shows_its_tolerance_apart_from_its_control_limits(
    supervisor: FlaskClient, shop: Shop, judged: None
) -> None:
    said = words(supervisor, f"/measures/{shop.ids['chest']}")
    assert "Toleransi atas 109" in said
    assert "Batas kendali bukan toleransi" in said
    assert "1 pemeriksaan" in words(supervisor, f"/inspections?check={shop.ids['chest']}")


def test_a_check_that_was_never_measured_says_so(supervisor: FlaskClient, shop: Shop) -> None:
    assert "Belum ada hasil ukur" in words(supervisor, f"/measures/{shop.ids['chest']}?period=1&check=7")


def test_a_small_team_is_not_compared(supervisor: FlaskClient, judge: Judge, works: Any) -> None:
    works("P-JHT")
    judge(1, passed=12)
    assert "K1: terlalu sedikit untuk dibandingkan (12 dari 30)." in words(supervisor, "")


def test_days_that_run_backwards_are_named_and_the_usual_ones_shown(supervisor: FlaskClient, judged: None) -> None:
    said = words(supervisor, "?period=own&from=2026-11-20&to=2026-11-01")
    assert "Tanggalnya tidak bisa dipakai." in said
    assert "12 barang" in said


@pytest.mark.parametrize(
    "name", ["products", "stages", "partners", "teams", "defects", "days", "measures", "inspections"]
)
def test_each_table_is_a_file(supervisor: FlaskClient, judged: None, name: str) -> None:
    answer = supervisor.get(f"/figures/{name}.csv")
    assert answer.mimetype == "text/csv"
    lines = answer.data.decode("utf-8-sig").strip().splitlines()
    assert len({line.count(";") for line in lines}) == 1
    assert len(lines) > 1 or name == "teams"


def test_no_such_table_is_no_file(supervisor: FlaskClient) -> None:
    assert supervisor.get("/figures/secrets.csv").status_code == 404


def test_a_drawn_piece_says_what_was_found_and_leads_to_its_lot_and_its_verdict(
    shop: Shop, supervisor: FlaskClient
) -> None:
    lots = Lots(shop)
    lots.plan(**PLANS)
    lots.whole()
    page = supervisor.get("/figures/inspections").text
    assert "Sampel ke-1: baik" in page
    assert f"/quality/lots/{lots.number}" in page
    verdict = re.search(r"/quality/inspections/\d+", page)
    assert verdict is not None
    assert supervisor.get(verdict[0]).status_code == 200


@pytest.mark.parametrize(
    ("limit", "said"), [(Limit(485, None), "≥ 485"), (Limit(None, 3), "≤ 3"), (Limit(4, 6), "4 – 6"), (Limit(), "–")]
)
def test_a_tolerance_without_one_end_says_so(served: Flask, limit: Limit, said: str) -> None:
    with served.test_request_context():
        assert tolerance(limit) == said


def test_a_day_alone_is_not_said_to_be_in_control(judged: None, supervisor: FlaskClient) -> None:
    said = words(supervisor, "")
    assert "Belum cukup hari untuk menilai naik turunnya bagian gagal." in said
    assert "terkendali: naik turunnya wajar" not in said
