"""A whole shift with a hand scanner alone: nothing is touched, and everything is counted."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from floor.rules.codes import Kind
from floor.scan.labels import issue
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import PINS, Desk, Inspector, Tablet
from tests.journeys.floor_server import Served
from tests.journeys.test_inspector import nothing_is_measured
from tests.quality.owing import checks

pytestmark = [pytest.mark.browser, only("sqlite")]

COUNT_TAPS = "addEventListener('pointerdown', () => localStorage.taps = 1 + Number(localStorage.taps || 0), true)"


@pytest.fixture
def cards(shop: Shop) -> dict[str, str]:
    """The sheet: what each command's code is; the badges, the team's card and a station's."""
    words = ["undo", "cancel", "look", "ok", "out", "d3", "d5", "n10", "pass", "rework", "x.G01", "for.split"]
    return {word: shop.card("command", word, Kind.COMMAND) for word in words} | {
        "O-1": shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER),
        "O-3": shop.card("officer_id", shop.ids["O-3"], Kind.OFFICER),
        "K1": shop.card("worker_id", shop.ids["K1"], Kind.WORKER),
        "P-JHT": shop.card("station_id", shop.ids["P-JHT"], Kind.STATION),
    }


def taps(window: Tablet) -> int:
    """How often the screen was touched."""
    return int(window.page.evaluate("Number(localStorage.taps || 0)"))


def test_undo_takes_nothing_back_but_the_last_scan(
    shop: Shop, served: Served, opened: Opened, cards: dict[str, str]
) -> None:
    tablet = opened(Tablet)
    tablet.pair("P-OBR")
    tablet.scan(cards["O-1"])
    tablet.answers("good", "Petugas di pos ini")
    tablet.scan(shop.bundle(1))
    tablet.answers("good", "A-001-01/001 selesai Obras")
    tablet.scan(shop.bundle(1)[:-1])
    tablet.answers("stop", "")
    tablet.scan(cards["undo"])
    tablet.answers("already", "Tidak ada yang bisa diurungkan")
    assert shop.where("A-001-01/001") == {2: 12}


def test_a_page_of_the_station_that_a_tablet_left_gives_way(shop: Shop, opened: Opened, database: OpenDatabase) -> None:
    tablet = opened(Tablet)
    tablet.pair("P-OBR")
    to = {"there": shop.ids["P-JHT"]}
    shop.write(
        lambda conn: conn.execute(text("UPDATE station_token SET station_id = :there WHERE tablet IS NOT NULL"), to)
    )
    expect(tablet.page.locator("#station")).to_have_attribute("data-code", "P-JHT")


def test_a_shift_at_a_station_without_a_touch(
    shop: Shop, served: Served, opened: Opened, cards: dict[str, str], database: OpenDatabase
) -> None:
    tablet = opened(Tablet)
    tablet.pair("P-OBR")
    tablet.page.evaluate("localStorage.taps = 0")
    tablet.page.add_init_script(COUNT_TAPS)
    tablet.page.reload()
    scan = tablet.scan

    scan(cards["O-1"])
    tablet.answers("good", "Petugas di pos ini: Petugas O-1.")
    scan(cards["K1"])
    tablet.answers("good", "Hasil kerja sekarang untuk K1.")

    scan(shop.bundle(1))  # a full bundle: one scan
    tablet.answers("good", "A-001-01/001 selesai Obras")
    scan(cards["undo"])  # one scan more takes it back
    tablet.answers("good", "Bundel A-001-01/001 kembali ke Obras.")

    blank = str(shop.write(lambda conn: issue(conn, Kind.UNIT, shop.now)))
    scan(blank)  # a blank label, bound to pieces of what was scanned last
    expect(tablet.page.locator("#bind-uses")).to_be_visible()
    scan(cards["for.split"])
    scan(cards["d3"])
    expect(tablet.page.locator("#bind-confirm")).to_contain_text("pecah 3 dari A-001-01/001")
    scan(cards["ok"])
    tablet.answers("good", "A-001-01/001")
    expect(tablet.page.locator("#bind")).to_be_hidden()

    tablet.page.context.set_offline(True)  # numbers are the tablet's own
    scan(cards["d5"])
    expect(tablet.page.locator("#armed-number")).to_have_text("5")
    scan(cards["cancel"])
    expect(tablet.page.locator("#armed")).to_be_hidden()
    tablet.page.context.set_offline(False)

    scan(cards["d3"])  # another quantity: a number, then the label
    expect(tablet.page.locator("#armed-number")).to_have_text("3")
    scan(shop.bundle(1))
    tablet.answers("good", "3 dari 9")
    scan(cards["d3"])
    scan(cards["d5"])
    expect(tablet.page.locator("#armed-number")).to_have_text("35")
    scan(cards["cancel"])
    expect(tablet.page.locator("#armed")).to_be_hidden()
    scan(cards["n10"])
    scan(shop.bundle(2))
    tablet.answers("good", "10 dari 12")

    scan(cards["look"])
    scan(shop.bundle(2))
    expect(tablet.page.locator("#looked-story")).to_contain_text("A-001-01/002")
    scan(cards["look"])
    expect(tablet.page.locator("#looked")).to_be_hidden()

    scan(cards["pass"])  # no goods were scanned, and no gate is here
    tablet.answers("ask", "Pindai label barangnya dulu, lalu perintah ini.")
    scan(cards["O-3"])  # who takes over: one badge
    tablet.answers("good", "Petugas O-3")
    scan(cards["P-JHT"])  # a badge alone moves no tablet
    tablet.answers("ask", "Pindai kartu posnya sekali lagi.")
    scan(cards["ok"])
    tablet.answers("ask", "Hanya penyelia yang memindahkan tablet.")
    scan(cards["out"])
    tablet.answers("good", "Petugas keluar dari pos ini.")
    expect(tablet.page.locator("#officer")).to_have_text("belum masuk")

    tablet.troubles = [trouble for trouble in tablet.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]
    assert taps(tablet) == 0
    assert shop.where("A-001-01/001") == {1: 6, 2: 3}
    assert shop.where("A-001-01/002") == {1: 2, 2: 10}
    assert served.verify()["problems"] == []


def test_a_tablet_moves_with_its_station_card(
    shop: Shop, served: Served, opened: Opened, cards: dict[str, str]
) -> None:
    tablet = opened(Tablet)
    tablet.pair("P-OBR")
    tablet.take_over("O-3")
    tablet.scan(cards["P-JHT"])
    tablet.answers("ask", "Pindai kartu posnya sekali lagi.")
    tablet.scan(cards["ok"])
    expect(tablet.page.locator(".station-name")).to_contain_text("Pos P-JHT")
    tablet.scan(cards["O-1"])
    tablet.answers("good", "Petugas O-1")
    shop.through(shop.bundle(1), "P-OBR")
    tablet.scan(shop.bundle(1))
    tablet.answers("good", "selesai Jahit")


def test_an_inspectors_hour_by_scans_alone(
    shop: Shop, served: Served, opened: Opened, cards: dict[str, str], database: OpenDatabase
) -> None:
    shop.write(partial(nothing_is_measured, shop=shop))
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR", "P-JHT", "P-BBG")
    gate = opened(Inspector)
    gate.pair("P-QC")
    gate.take_over("O-2")  # by PIN
    gate.page.evaluate("localStorage.taps = 0")
    gate.page.add_init_script(COUNT_TAPS)
    gate.page.reload()
    gate.waits_here(24)

    gate.scan(shop.bundle(1))  # a verdict: the label, then pass, and pass again
    gate.answers("ask", "Beri putusan.")
    gate.scan(cards["pass"])
    gate.looks_at("A-001-01/001", waiting=12)
    gate.sees("Lulus semua (12)? Pindai Lulus sekali lagi.")
    gate.page.wait_for_timeout(700)  # a bounce of the trigger confirms nothing
    gate.scan(cards["pass"])
    gate.answers("good", "12 lulus, lanjut ke Lipat & kemas.")

    gate.scan(shop.bundle(2))
    gate.looks_at("A-001-01/002", waiting=12)
    gate.scan(cards["d3"])
    gate.sees("3 untuk perintah berikutnya")
    gate.scan(cards["rework"])
    gate.sees("3 Perbaikan (3 dari 12)")
    gate.scan(cards["x.G01"])
    gate.scan(cards["pass"])  # the rest
    gate.sees("9 Lulus, 3 Perbaikan, G01 (12 dari 12)")
    gate.scan(cards["ok"])
    gate.answers("good", "9 lulus, lanjut ke Lipat & kemas; 3 perbaikan, kembali ke Jahit.")
    gate.scan(cards["undo"])
    gate.answers("good", "Diurungkan")

    assert taps(gate) == 0
    assert shop.where("A-001-01/001") == {5: 12}
    assert shop.where("A-001-01/002") == {4: 12}
    assert served.verify()["problems"] == []


def test_what_must_be_seen_on_every_piece_is_confirmed_by_name_with_a_scan(
    shop: Shop, opened: Opened, cards: dict[str, str], database: OpenDatabase
) -> None:
    checks(shop, severity="critical")
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    gate = opened(Inspector)
    gate.pair("P-QC")
    gate.take_over("O-2")
    gate.waits_here(12)
    gate.scan(shop.bundle(1))
    gate.answers("ask", "Beri putusan.")
    gate.scan(cards["pass"])
    gate.looks_at("A-001-01/001", waiting=12)
    gate.sees("semuanya baik: Bebas patahan jarum? Bila ya, pindai OK.")
    gate.page.wait_for_timeout(700)  # a bounce of the trigger confirms nothing
    gate.scan(cards["ok"])
    gate.sees("Lulus semua (12)? Pindai Lulus sekali lagi.")
    gate.page.wait_for_timeout(700)
    gate.scan(cards["pass"])
    gate.answers("good", "12 lulus")
    assert database.rows("SELECT piece, good FROM finding") == [(0, True)]


def test_a_scan_on_a_desks_page_goes_where_that_page_wants_it(
    shop: Shop, served: Served, opened: Opened, cards: dict[str, str]
) -> None:
    desk = opened(Desk)
    desk.go("/sign-in")
    desk.scan(cards["O-3"])
    expect(desk.page.get_by_label("Atau kode / kartu petugas")).to_have_value(cards["O-3"])
    desk.page.keyboard.type(PINS["O-3"])  # the badge led on to the PIN
    desk.press("Masuk")
    expect(desk.page.locator(".top-me")).to_contain_text("Petugas O-3")
    desk.go("/office/returns")
    desk.scan(shop.bundle(1))
    desk.page.wait_for_url(f"**/office/returns/{shop.bundle(1)}")
    desk.go("/orders")
    desk.scan(shop.bundle(1))
    desk.page.wait_for_url(f"**/units/{shop.bundle(1)}")


def test_a_stations_questions_are_answered_by_scans(
    shop: Shop, served: Served, opened: Opened, cards: dict[str, str]
) -> None:
    shop.make_batch("L", 60, bundle_of=60, reason="contoh")
    large = shop.code("A-001-02/001")
    tablet = opened(Tablet)
    tablet.pair("P-GANDA")
    tablet.scan(cards["O-1"])
    tablet.answers("good", "Petugas O-1")
    tablet.scan(large)
    tablet.answers("good", "selesai Obras")
    tablet.scan(cards["undo"])  # so many pieces are asked about
    tablet.answers("ask", "Urungkan 60 potong A-001-02/001? Pindai Urungkan sekali lagi.")
    tablet.scan(cards["ok"])
    tablet.answers("good", "kembali ke Obras")
    tablet.scan(shop.bundle(1))
    tablet.answers("good", "selesai Obras")
    tablet.page.wait_for_timeout(1300)  # or it would be the same pull of the trigger
    tablet.scan(shop.bundle(1))
    tablet.answers("ask", "Apakah Jahit juga sudah selesai?")
    tablet.scan(cards["ok"])
    tablet.answers("good", "selesai Jahit")
    assert shop.where("A-001-02/001") == {1: 60}
    assert shop.where("A-001-01/001") == {3: 12}
