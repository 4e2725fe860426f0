"""A station's tablet that reads labels with its camera: a film on a secure page, photos on a plain one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from floor.rules.codes import Kind, new_code
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.journeys.films import Scene, film
from tests.scan import drawn_labels
from tests.scan.test_doubts import torn
from tests.sources import ROOT
from tests.stations.tablet import FLAGS, Server, Tablet, serving, sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]

Opens = Callable[..., Tablet]
NOTHING: Scene = (2.5, ())
AWAY = "http://localhost"  # secure without a certificate, as a page over HTTPS is
PLAIN = "http://floor.test"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """One Playwright for all of these tests; each film needs a browser of its own."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def server(database: OpenDatabase, tmp_path: Path) -> Iterator[Server]:
    """A server on the test's database."""
    with serving(database, tmp_path) as server:
        yield server


@pytest.fixture
def opens(
    shop: Shop, server: Server, playwright: Playwright, chromium: str, database: OpenDatabase, tmp_path: Path
) -> Iterator[Opens]:
    """Opens the screen of P-OBR with a film before its camera. No request may leave the host, nor the page complain."""
    closing: list[Callable[[], None]] = []

    def open_one(*scenes: Scene, host: str = AWAY) -> Tablet:
        sign_in(shop, "P-OBR", "O-1")
        flags = film(tmp_path / "film.mjpeg", *(scenes or [NOTHING]))
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])
        closing.append(browser.close)
        context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
        address = f"{host}:{server.port}"
        context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-OBR"], "url": address}])
        tablet = Tablet(context.new_page(), database)
        tablets.append(tablet)
        tablet.watch(address)
        tablet.page.goto(f"{address}/station")
        expect(tablet.page.locator("#link")).to_contain_text("Tersambung", timeout=30_000)
        return tablet

    tablets: list[Tablet] = []
    yield open_one
    for close in closing:
        close()
    assert [trouble for tablet in tablets for trouble in tablet.troubles] == []


@pytest.fixture
def fetched() -> None:
    """Skips where set-up couldn't fetch the tablets' own reader."""
    if not (ROOT / "node_modules" / "zxing-wasm").exists():
        pytest.skip("zxing-wasm is missing: make setup fetches it.")


def scanned(tablet: Tablet, scans: int) -> list[str]:
    """Waits until so many scans are on record and says whose, in the order heard."""
    expect(tablet.page.locator("#recent li")).to_have_count(scans, timeout=60_000)
    return [str(code) for (code,) in tablet.database.rows("SELECT code FROM scan ORDER BY id")]


@pytest.mark.usefixtures("fetched")
def test_each_label_that_comes_into_view_is_one_scan(opens: Opens, shop: Shop) -> None:
    one, two = shop.bundle(1), shop.bundle(2)
    tablet = opens((4, (one,)), NOTHING, (4, (one, two)), NOTHING)
    tablet.page.click("#camera-opens")
    tablet.shows("good", "Bundel A-001-01/001 selesai Obras")
    expect(tablet.page.locator(".camera-view .outline-good")).to_contain_text("Tercatat")
    expect(tablet.page.locator("#answer li")).to_have_count(2, timeout=60_000)
    tablet.page.click("[data-part=close]")
    codes = scanned(tablet, 3)
    assert (codes[0], sorted(codes[1:])) == (one, sorted([one, two]))
    assert sorted(tablet.scans()) == ["ALREADY_DONE", "recorded", "recorded"]
    assert shop.where("A-001-01/002") == {2: 12}


@pytest.mark.usefixtures("fetched")
def test_a_label_that_comes_back_is_scanned_again_and_a_closed_camera_is_let_go_of(opens: Opens, shop: Shop) -> None:
    tablet = opens((2.5, (shop.bundle(1),)), NOTHING)
    tablet.page.click("#camera-opens")
    tablet.shows("good", "A-001-01/001")
    tablet.shows("already", "Sudah dipindai")
    track = tablet.page.evaluate_handle("document.querySelector('#camera video').srcObject.getVideoTracks()[0]")
    tablet.page.click("[data-part=close]")
    assert track.evaluate("(track) => track.readyState") == "ended"
    assert tablet.scans()[:2] == ["recorded", "ALREADY_DONE"]


def test_without_the_tablets_own_reader_the_server_reads_the_film(
    opens: Opens, shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tablet = opens((5, (shop.bundle(1),)), NOTHING)
    tablet.page.evaluate("document.getElementById('camera').dataset.reader = ''")  # as the page of such a server has it
    with tablet.page.expect_response("**/api/v1/decode") as answer:
        tablet.page.click("#camera-opens")
    assert answer.value.ok
    tablet.shows("good", "A-001-01/001")


def test_a_camera_that_may_not_be_used_says_what_to_do(opens: Opens) -> None:
    tablet = opens()
    tablet.page.evaluate(
        "void (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')))"
    )
    tablet.page.click("#camera-opens")
    expect(tablet.page.locator(".camera-said")).to_contain_text("Izinkan kamera", timeout=20_000)
    expect(tablet.page.locator("#photo-opens")).to_be_visible()


def test_where_cameras_are_switched_off_there_is_none(opens: Opens, database: OpenDatabase) -> None:
    database.run("UPDATE site SET camera = false")
    tablet = opens()
    assert tablet.page.locator("#camera, #camera-opens, #photo-opens, input[type=file]").count() == 0
    asked = "fetch('/api/v1/decode', {method: 'POST', headers: {'X-CSRFToken': token}}).then((answer) => answer.json())"
    token = tablet.page.locator("[name=csrf-token]").get_attribute("content")
    assert tablet.page.evaluate(f"(token) => {asked}", token)["error"] == "CAMERA_OFF"


def test_a_camera_that_is_forbidden_meanwhile_goes_away(opens: Opens, database: OpenDatabase) -> None:
    tablet = opens()
    expect(tablet.page.locator("#camera-opens")).to_be_visible()
    database.run("UPDATE site SET camera = false")
    expect(tablet.page.locator("#camera-opens")).to_be_hidden(timeout=20_000)


@pytest.mark.usefixtures("fetched")
def test_a_photo_comes_back_with_what_was_read_and_what_was_not(opens: Opens, shop: Shop, tmp_path: Path) -> None:
    tablet = opens(host=PLAIN)
    expect(tablet.page.locator("#camera-opens")).to_be_hidden()
    # Not of a code drawn by chance: of a few, more than one corner of what is torn looks like a label.
    good, spoiled = drawn_labels.qr(shop.bundle(1)), torn(drawn_labels.qr(drawn_labels.SECOND, 6))
    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), drawn_labels.table((good, 40, 40), (spoiled, 340, 200)))
    tablet.page.set_input_files("#photo", photo)
    tablet.shows("good", "A-001-01/001")
    expect(tablet.page.locator(".camera-photo .outline-good")).to_contain_text("Tercatat")
    expect(tablet.page.locator(".camera-counts")).to_contain_text("1 terbaca, 1 belum", timeout=20_000)
    with tablet.page.expect_file_chooser():
        tablet.page.locator(".outline-unread").click()
    assert tablet.scans() == ["recorded"]


@pytest.mark.usefixtures("fetched")
def test_a_photo_that_only_the_server_can_read_waits_for_it(
    opens: Opens, shop: Shop, server: Server, tmp_path: Path
) -> None:
    clear, faint = tmp_path / "clear.png", tmp_path / "faint.png"
    cv2.imwrite(str(clear), drawn_labels.table((drawn_labels.qr(shop.bundle(1), 6), 200, 120)))
    cv2.imwrite(str(faint), drawn_labels.table((drawn_labels.blurred(drawn_labels.qr(shop.bundle(2), 6), 4), 200, 120)))
    tablet = opens(host=PLAIN)
    tablet.page.set_input_files("#photo", clear)
    tablet.shows("good", "A-001-01/001")
    server.kill()
    tablet.page.set_input_files("#photo", faint)
    tablet.shows("kept", "Disimpan di tablet")
    server.start()
    tablet.shows("good", "A-001-01/002")
    assert tablet.scans() == ["recorded", "recorded"]


LOOKS = """async (looks) => {
    const { watchLabels } = await import("/static/js/camera/seen.js");
    const look = watchLabels();
    return looks.map(([at, ...labels]) => look(labels.map(([text, symbology]) => ({ text, symbology })), at));
}"""


def test_a_label_counts_again_only_after_it_was_gone_for_a_while(opens: Opens) -> None:
    page = opens(host=PLAIN).page
    ours, bars = [drawn_labels.FIRST, "QRCode"], [drawn_labels.SECOND, "Code128"]
    badge = new_code(Kind.OFFICER)

    def counts(*looks: Any) -> list[list[str]]:
        return list(page.evaluate(LOOKS, looks))

    a_hand_passed = [[0, ours], [100], [1200], [1300, ours]]
    assert counts(*a_hand_passed) == [[ours[0]], [], [], []]
    gone = [[0, ours], [500], [1000], [1500], [2000], [2100, ours]]
    assert counts(*gone)[-1] == [ours[0]]
    assert counts([0, ours], [60_000, ours]) == [[ours[0]], []]  # the camera was off meanwhile
    assert counts([0, ours], [9000], [9100, ours]) == [[ours[0]], [], []]
    assert counts([0, bars], [100], [200, bars], [300, bars]) == [[], [], [], [bars[0]]]  # bars: twice in a row
    cards = [[code, "QRCode"] for code in (drawn_labels.THIRD, badge)]
    alone, both = cards[:1], cards
    assert counts([0, *both], [300, *both], [600, *both], [900, *both])[-1] == []
    assert counts([0, *both], [300, *alone], [500, *alone], [900, *alone]) == [[], [], [], [drawn_labels.THIRD]]
    assert counts([0, *alone, *alone], [300, *alone], [700, *alone, *alone])[-1] == [drawn_labels.THIRD]  # two copies
    assert counts([0, [drawn_labels.FOREIGN, "QRCode"]], [100, [drawn_labels.FOREIGN, "QRCode"]]) == [[], []]
