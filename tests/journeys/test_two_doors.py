"""A browser that trusts the site's authority is at home at both doors; one that doesn't is warned."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from floor.doors.certificates import authority_file, begin
from floor.doors.names import Names
from tests.cast import Shop
from tests.databases import only
from tests.journeys.floor_people import Desk, Tablet
from tests.journeys.floor_server import Served
from tests.stations.tablet import FLAGS

pytestmark = [pytest.mark.browser, only("sqlite")]

NAMES = Names(("localhost",), ("floor.local",), (ip_address("127.0.0.1"),))
Launch = Callable[[Path], Browser]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with certificates: the same for all, so that a browser need trust only one authority."""
    folder = tmp_path_factory.mktemp("certificates")
    begin(folder, "Contoh", NAMES, datetime.now(UTC))
    return folder


@pytest.fixture(scope="module")
def launch(chromium: str) -> Iterator[Launch]:
    """Starts Chromium with a home folder of its own, where it keeps whom it trusts."""
    with sync_playwright() as playwright:
        launched: list[Browser] = []

        def start(home: Path) -> Browser:
            args = [*FLAGS, "--host-resolver-rules=MAP floor.test 127.0.0.1, MAP floor.local 127.0.0.1"]
            environ: dict[str, str | float | bool] = {**os.environ, "HOME": str(home)}
            launched.append(playwright.chromium.launch(executable_path=chromium, args=args, env=environ))
            return launched[-1]

        yield start
        for each in launched:
            each.close()


@pytest.fixture(scope="module")
def browser(launch: Launch, certutil: str, authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """One that trusts the authority, as a tablet does after `/certificate`."""
    home = tmp_path_factory.mktemp("trusting")
    trusted = home / ".pki" / "nssdb"
    trusted.mkdir(parents=True)
    place = [certutil, "-d", f"sql:{trusted}"]
    subprocess.run([*place, "-N", "--empty-password"], check=True)
    subprocess.run([*place, "-A", "-t", "C,,", "-n", "floor", "-i", str(authority_file(authority))], check=True)
    return launch(home)


@pytest.fixture(autouse=True)
def secure(tmp_path: Path, authority: Path) -> str:
    """The address of the secure door, which the server will open."""
    shutil.copytree(authority / "certificates", tmp_path / "certificates")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "config.toml").write_text(f"https_port = {port}\n", encoding="utf-8")
    return f"https://floor.local:{port}"


def plain(served: Served) -> str:
    """The address of the plain door, by the same name."""
    return f"http://floor.local:{served.port}"


def test_somebody_signs_in_at_both_doors_of_one_browser(served: Served, browser: Browser, secure: str) -> None:
    desk = Desk.open(browser, secure)
    for address, is_secure in ((secure, True), (plain(served), False)):
        desk.address = address
        desk.go("/sign-in")
        desk.sign_in("O-3")
        expect(desk.page.locator(".top-me")).to_contain_text("Petugas O-3")
        assert desk.page.evaluate("isSecureContext") is is_secure
    named = {cookie["name"]: cookie["secure"] for cookie in desk.page.context.cookies()}
    assert named["__Host-floor_session"] is True
    assert named["floor_session"] is False
    desk.address = secure
    desk.go("/")
    expect(desk.page.locator(".top-me")).to_contain_text("Petugas O-3")  # the other door took nothing from this one
    desk.page.context.close()


def test_who_does_not_trust_the_authority_is_warned(
    served: Served, launch: Launch, secure: str, tmp_path: Path
) -> None:
    browser = launch(tmp_path)
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        browser.new_page().goto(secure)
    stranger = browser.new_page()
    assert stranger.goto(f"{plain(served)}/certificate")  # and finds out here what to do
    expect(stranger.locator("main")).to_contain_text(f"Buka {secure}")


def test_a_tablet_changes_doors_once_its_queue_is_empty(
    served: Served, browser: Browser, shop: Shop, secure: str
) -> None:
    tablet = Tablet.open(browser, plain(served))
    tablet.pair("P-OBR")
    tablet.take_over("O-1")
    tablet.page.route("**/api/v1/scans", lambda route: route.abort())
    tablet.scan(shop.bundle(1))
    tablet.answers("kept", "Disimpan di tablet")
    tablet.go("/station/door")
    tablet.sees("Masih ada yang disimpan di tablet ini.")

    tablet.page.unroute("**/api/v1/scans")
    tablet.go("/station")
    tablet.has_scanned(1)
    tablet.go("/station/door")
    tablet.press("Pindahkan tablet ini")
    tablet.follow(f"Buka {secure}")
    tablet.press("Pasangkan tablet ini")
    expect(tablet.page.locator("#link")).to_contain_text("Tersambung")
    assert tablet.page.url.startswith(f"{secure}/station")
    tablet.scan(shop.bundle(2))
    tablet.answers("good", "lanjut ke Jahit")

    tablet.go("/station")  # at the old door, whose page the browser still has
    expect(tablet.page.locator("#link")).to_contain_text("Tablet tidak terpasang lagi")
    tablet.page.context.close()
    assert served.verify()["scans"] == 2
