"""A station's tablet in a real browser, against a real server that can be killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Route, expect

from floor.rules.codes import Kind
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.scan import drawn_labels
from tests.stations.tablet import Server, Tablet, at_station, sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]

At = Callable[[str], AbstractContextManager[Tablet]]

# A disk so slow that the tablet's store opens only once ``storeOpens`` says so.
SLOW_DISK = """
window.storeOpens = new Promise((resolve) => { window.letOpen = resolve; });
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...all) {
  const asked = open.apply(this, all);
  const set = (done) => asked.addEventListener("success", (event) => { window.letOpen(() => done(event)); });
  Object.defineProperty(asked, "onsuccess", { set });
  return asked;
};
"""


@pytest.fixture
def at(shop: Shop, server: Server, browser: Browser, database: OpenDatabase) -> At:
    """Opens the screen of a station."""
    return partial(at_station, shop=shop, server=server, browser=browser, database=database)


@pytest.fixture
def tablet(at: At) -> Iterator[Tablet]:
    """The screen of P-OBR."""
    with at("P-OBR") as tablet:
        yield tablet


# The hand scanner


def test_a_scan_with_nothing_focused_is_recorded(tablet: Tablet, shop: Shop) -> None:
    tablet.focus("body")
    tablet.type(shop.bundle(1))
    tablet.shows("good", "Bundel A-001-01/001 selesai Obras, lanjut ke Jahit.")
    expect(tablet.page.locator(".answer-count")).to_contain_text("12")
    assert shop.where("A-001-01/001") == {2: 12}


@pytest.mark.parametrize("focus", ["body", "#code", "#undo", "#quantity-opens"])
def test_a_scan_is_whole_wherever_the_focus_is(tablet: Tablet, shop: Shop, focus: str) -> None:
    for number, (end, gap_ms) in enumerate([("Enter", 2), ("Tab", 180)], start=1):
        tablet.focus(focus if focus != "#undo" or number == 2 else "#code-opens")
        tablet.burst(shop.bundle(number), gap_ms, end)
        tablet.shows("good", f"A-001-01/00{number}")
    assert tablet.scans() == ["recorded", "recorded"]
    expect(tablet.page.locator("#quantity-panel")).to_be_hidden()


def test_a_scan_into_another_field_is_taken_back_out_of_it(tablet: Tablet, shop: Shop) -> None:
    tablet.page.click("#quantity-opens")
    tablet.page.focus("#quantity")
    tablet.page.keyboard.type("7", delay=80)
    tablet.burst(shop.bundle(1), 5)
    tablet.shows("good", "7 dari 12")


def test_what_a_person_types_into_another_field_stays_there(tablet: Tablet) -> None:
    tablet.page.evaluate("document.querySelector('.station-do').insertAdjacentHTML('afterend', '<input id=note>')")
    tablet.page.focus("#note")
    tablet.burst("JAHITAN LONCAT", 90, "Tab")
    expect(tablet.page.locator("#note")).to_have_value("JAHITAN LONCAT")
    assert tablet.scans() == []


def test_a_trigger_held_too_long_is_one_scan(tablet: Tablet, shop: Shop) -> None:
    for _ in range(3):
        tablet.burst(shop.bundle(1), 3)
    tablet.shows("good")
    tablet.type(shop.bundle(2))
    tablet.shows("good", "A-001-01/002")
    assert tablet.scans() == ["recorded", "recorded"]


def test_an_android_keyboard_that_names_no_key_is_understood(tablet: Tablet, shop: Shop) -> None:
    tablet.focus("body")
    tablet.burst_without_names(shop.bundle(1))
    tablet.shows("good", "A-001-01/001")


def test_a_busy_page_splits_no_code(tablet: Tablet, shop: Shop) -> None:
    tablet.page.evaluate("setTimeout(() => { const end = Date.now() + 900; while (Date.now() < end); }, 30)")
    tablet.type(shop.bundle(1))
    tablet.shows("good", "A-001-01/001")


def test_what_is_scanned_before_the_tablets_store_is_open_is_not_lost(tablet: Tablet, shop: Shop) -> None:
    tablet.page.add_init_script(SLOW_DISK)
    tablet.page.reload()
    for number in (1, 2):
        tablet.type(shop.bundle(number))
    tablet.page.evaluate("storeOpens.then((open) => open())")
    tablet.shows("good", "A-001-01/002")
    assert tablet.scans() == ["recorded", "recorded"]


# Fingers


def test_a_code_is_typed_on_big_keys(tablet: Tablet, shop: Shop) -> None:
    tablet.page.click("#code-opens")
    for letter in shop.bundle(1):
        tablet.page.click(f"#code-panel [data-key='{letter}']")
    tablet.page.click(".wedge-send")
    tablet.shows("good", "A-001-01/001")


def test_another_quantity_takes_one_tap_the_digits_and_the_scan(tablet: Tablet, shop: Shop) -> None:
    tablet.page.click("#quantity-opens")
    tablet.page.click("#quantity-panel [data-key='5']")
    expect(tablet.page.locator("#armed")).to_contain_text("5")
    tablet.type(shop.bundle(1))
    tablet.shows("good", "5 dari 12")
    tablet.type(shop.bundle(2))
    tablet.shows("good", "A-001-01/002")
    assert shop.where("A-001-01/002") == {2: 12}


def test_too_many_is_counted_again_on_the_spot(tablet: Tablet, shop: Shop) -> None:
    tablet.page.click("#quantity-opens")
    for digit in "20":
        tablet.page.click(f"#quantity-panel [data-key='{digit}']")
    tablet.type(shop.bundle(1))
    tablet.shows("ask", "Diminta 20, yang ada di sini 12.")
    tablet.page.click("text=Isi jumlah")
    tablet.page.click("#quantity-panel [data-key='9']")
    tablet.page.click("text=Pakai jumlah ini")
    tablet.shows("good", "9 dari 12")


def test_undo_takes_one_tap(tablet: Tablet, shop: Shop) -> None:
    tablet.type(shop.bundle(1))
    tablet.shows("good")
    tablet.page.click("#undo")
    tablet.shows("good", "Bundel A-001-01/001 kembali ke Obras.")
    assert shop.where("A-001-01/001") == {1: 12}
    expect(tablet.page.locator("#undo")).to_be_disabled()


def test_a_refusal_stays_until_the_next_good_scan(tablet: Tablet, shop: Shop) -> None:
    tablet.type("U00000000")
    tablet.shows("stop", "Kode tidak terbaca.")
    tablet.page.click("#code-opens")
    tablet.shows("stop", "Kode tidak terbaca.")
    tablet.type(shop.bundle(1))
    tablet.shows("good")
    expect(tablet.page.locator("#recent li")).to_have_count(2)


def test_the_next_stage_at_the_same_station_is_asked_for_once(at: At, shop: Shop) -> None:
    with at("P-GANDA") as tablet:
        tablet.type(shop.bundle(1))
        tablet.shows("good", "selesai Obras")
        tablet.type(shop.bundle(2))  # straight after itself, it would be the same pull of the trigger
        tablet.shows("good", "A-001-01/002")
        tablet.type(shop.bundle(1))
        tablet.shows("ask", "Apakah Jahit juga sudah selesai?")
        tablet.page.click("text=Ya, sudah selesai")
        tablet.shows("good", "selesai Jahit")


def test_of_several_stages_one_is_chosen(at: At, shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    with at("P-GANDA") as tablet:
        tablet.type(shop.bundle(1))
        tablet.shows("ask", "Pilih tahap yang selesai.")
        tablet.page.click("text=Jahit (5)")
        tablet.shows("good", "selesai Jahit")
    assert shop.where("A-001-01/001") == {1: 7, 3: 5}


def test_at_a_gate_the_inspection_is_one_tap_away(at: At, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    with at("P-QC") as tablet:
        tablet.type(shop.bundle(1))
        tablet.shows("ask", "Beri putusan.")
        link = tablet.page.locator("#answer a")
        assert link.get_attribute("href") == f"/quality/inspect/{shop.bundle(1)}"


# People


def test_an_officer_takes_over_by_badge(tablet: Tablet, shop: Shop) -> None:
    sign_in(shop, "P-OBR", None)
    tablet.type(shop.bundle(1))
    tablet.shows("ask", "Pindai kartu petugas dulu.")
    tablet.type(shop.card("officer_id", shop.ids["O-3"], Kind.OFFICER))
    tablet.shows("good", "Petugas O-3")
    expect(tablet.page.locator("#officer")).to_have_text("Petugas O-3")


def test_whose_work_it_is_is_always_in_sight(tablet: Tablet, shop: Shop) -> None:
    expect(tablet.page.locator("#worker")).to_have_text("belum ada")
    tablet.type(shop.card("worker_id", shop.ids["K1"], Kind.WORKER))
    expect(tablet.page.locator("#worker")).to_have_text("K1")


# A photo


def test_every_label_in_one_photo_is_scanned(tablet: Tablet, shop: Shop, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    cv2.imwrite(
        str(photo),
        drawn_labels.table((drawn_labels.qr(shop.bundle(1)), 40, 40), (drawn_labels.qr(shop.bundle(2)), 330, 200)),
    )
    tablet.page.set_input_files("#photo", photo)
    expect(tablet.page.locator("#recent li.recent-good")).to_have_count(2, timeout=20_000)
    assert shop.where("A-001-01/001") == shop.where("A-001-01/002") == {2: 12}
    answers = tablet.page.locator("#answer .answer-each li")
    expect(answers).to_have_count(2)
    expect(tablet.page.locator("#undo")).to_be_disabled()
    answers.filter(has_text="A-001-01/002").get_by_role("button", name="Urungkan").click()
    tablet.shows("good", "Bundel A-001-01/002 kembali ke Obras.")
    assert (shop.where("A-001-01/001"), shop.where("A-001-01/002")) == ({2: 12}, {1: 12})


def test_a_photo_with_a_label_that_is_refused_says_which(tablet: Tablet, shop: Shop, tmp_path: Path) -> None:
    shop.through(shop.bundle(1), "P-GANDA", "P-JHT")
    photo = tmp_path / "photo.png"
    cv2.imwrite(
        str(photo),
        drawn_labels.table((drawn_labels.qr(shop.bundle(1)), 40, 40), (drawn_labels.qr(shop.bundle(2)), 330, 200)),
    )
    tablet.page.set_input_files("#photo", photo)
    tablet.shows("stop", "Sekarang di Buang benang")
    tablet.shows("stop", "Bundel A-001-01/002 selesai Obras")


def test_a_photo_without_labels_says_so(tablet: Tablet, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), np.full((300, 300), 200, np.uint8))
    tablet.page.set_input_files("#photo", photo)
    tablet.shows("stop", "Tidak ada label yang terbaca di foto.")


# The server goes away


def test_a_scan_made_while_the_server_is_down_is_recorded_once_it_is_back(
    tablet: Tablet, shop: Shop, server: Server
) -> None:
    server.kill()
    tablet.type(shop.bundle(1))
    tablet.shows("kept", "Disimpan di tablet")
    expect(tablet.page.locator("#link")).to_contain_text("1 menunggu kirim")
    server.start()
    tablet.shows("good", "A-001-01/001")
    assert tablet.scans() == ["recorded"]


def test_kept_scans_survive_a_closed_page_in_their_order(tablet: Tablet, shop: Shop, server: Server) -> None:
    server.kill()
    for number in (2, 1):
        tablet.type(shop.bundle(number))
        tablet.shows("kept")
    expect(tablet.page.locator("#link")).to_contain_text("2 menunggu kirim")
    tablet.page.goto("about:blank")
    server.start()
    tablet.page.goto(f"{server.address}/station")
    expect(tablet.page.locator("#recent li.recent-good")).to_have_count(2, timeout=20_000)
    rows = tablet.database.rows("SELECT code, late FROM scan ORDER BY id")
    assert [code for code, _ in rows] == [shop.bundle(2), shop.bundle(1)]
    assert all(late for _, late in rows)


def test_an_answer_lost_on_the_way_doubles_nothing(tablet: Tablet, shop: Shop) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        route.fetch(url=route.request.url.replace("floor.test", "127.0.0.1"))  # the driver knows no other name
        return route.abort()

    tablet.page.route("**/api/v1/scans", lose)
    tablet.type(shop.bundle(1))
    tablet.shows("good", "A-001-01/001")
    assert len(lost) == 1
    assert tablet.scans() == ["recorded"]
    assert shop.where("A-001-01/001") == {2: 12}


def test_a_late_refusal_waits_to_be_read(tablet: Tablet, shop: Shop, server: Server) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    server.kill()
    tablet.type("U00000000")
    tablet.shows("kept")
    tablet.type(shop.bundle(2))
    server.start()
    tablet.shows("good", "A-001-01/002")
    expect(tablet.page.locator("#unread li")).to_have_count(1)
    tablet.page.click("text=Sudah dibaca")
    expect(tablet.page.locator("#unread")).to_be_hidden()


def test_a_tablet_that_was_unpaired_keeps_its_scans_until_it_is_paired_again(
    tablet: Tablet, shop: Shop, database: OpenDatabase
) -> None:
    database.run("UPDATE station_token SET revoked_at = 1 WHERE officer_id IS NULL")
    tablet.type(shop.bundle(1))
    expect(tablet.page.locator("#link")).to_contain_text("tidak terpasang lagi")
    tablet.shows("kept")
    database.run("UPDATE station_token SET revoked_at = NULL")
    tablet.shows("good", "A-001-01/001")
    assert tablet.scans() == ["recorded"]
