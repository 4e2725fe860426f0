"""A gate whose network is gone: label after label is judged by what the tablet keeps, on the plain door."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Inspector
from tests.journeys.floor_server import Served
from tests.quality.conftest import send
from tests.quality.owing import owes

pytestmark = [pytest.mark.browser, only("sqlite")]

GATES = ("P-OBR", "P-JHT", "P-BBG")
SLOWLY = 60_000
# Resolves once so many labels are kept, or after a minute; with how many are.
KEPT = """(wanted) => new Promise((resolve) => {
  const until = Date.now() + 60000;
  const found = (kept) => (kept === wanted || Date.now() > until ? resolve(kept) : setTimeout(look, 200));
  function look() {
    const asked = indexedDB.open("floor-sheets");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => found(0);
    asked.onsuccess = () => {
      const all = asked.result.transaction("sheets").objectStore("sheets").getAllKeys();
      all.onsuccess = () => { asked.result.close(); found(all.result.length); };
    };
  }
  look();
})"""


def at_the_queue(opened: Opened, kept: int) -> Inspector:
    """The tablet at the gate, its list of what waits in sight, so many labels of it kept."""
    gate = opened(Inspector)
    gate.begins()
    assert gate.page.evaluate(KEPT, kept) == kept
    return gate


def without_network(gate: Inspector) -> None:
    """Takes the network away; that the browser complains of it is no trouble."""
    gate.page.context.set_offline(True)


def with_network(gate: Inspector) -> None:
    """Gives the network back."""
    gate.page.context.set_offline(False)


def forgive(gate: Inspector) -> None:
    """Forgets what the browser said of a network that was gone."""
    gate.troubles[:] = [trouble for trouble in gate.troubles if "DISCONNECTED" not in trouble]


def is_kept(gate: Inspector, waiting: int) -> None:
    """Waits until so many verdicts are said to wait on the tablet."""
    expect(gate.page.locator("#given-said")).to_contain_text("Disimpan di tablet", timeout=SLOWLY)
    expect(gate.page.locator("#kept h2 b")).to_have_text(str(waiting))


def test_three_labels_are_judged_one_after_another_without_the_network(
    shop: Shop, served: Served, opened: Opened, database: OpenDatabase
) -> None:
    shop.make_batch("L", 2, bundle_of=1)
    owes(shop, "first", 3)
    single, late = shop.code("A-001-02/001"), shop.code("A-001-02/002")
    for code in (shop.bundle(1), shop.bundle(2), single):
        shop.through(code, *GATES)
    gate = at_the_queue(opened, kept=3)
    without_network(gate)
    gate.follow("Layar pos")  # would be the browser's own page of a network that is gone
    expect(gate.main.locator("#wedge-said")).to_contain_text("Halaman itu dibuka begitu", timeout=SLOWLY)

    gate.scan(shop.bundle(1))
    gate.looks_at("A-001-01/001", waiting=12)
    gate.sees("Jaringan terputus. Ini halaman pukul")
    expect(gate.main.locator(".as-of")).to_be_in_viewport()
    gate.press("Semua lulus 12 masih 3 hasil periksa")
    for number in ("108", "107,5"):
        gate.types_number(number)
    gate.keys("108,5")
    gate.page.get_by_role("button", name="Lanjut").click()
    expect(gate.main.locator("#measure")).to_be_hidden()
    gate.press("Semua lulus 12")
    is_kept(gate, 1)

    gate.main.locator("#kept-queue a", has_text="A-001-01/002").click()
    gate.looks_at("A-001-01/002", waiting=12)  # of the same batch and size: what was measured here counts
    expect(gate.main.locator(".pass-all")).not_to_contain_text("masih")
    gate.press("Semua lulus 12")
    is_kept(gate, 2)

    gate.scan(single)
    gate.looks_at("A-001-02/001", waiting=1)
    gate.finds("G01", "rework")
    gate.press("Simpan putusan")
    is_kept(gate, 3)

    gate.scan(shop.bundle(1))
    expect(gate.main.locator("#wedge-said")).to_contain_text("A-001-01/001 sudah dinilai di tablet ini", timeout=SLOWLY)
    gate.scan(late)
    expect(gate.main.locator("#wedge-said")).to_contain_text("tidak tersimpan di tablet", timeout=SLOWLY)

    with_network(gate)
    gate.answers("good", "1 perbaikan, kembali ke Jahit.")
    expect(gate.main.locator("#kept")).to_be_hidden()
    assert database.rows("SELECT outcome, passed, rework FROM inspection ORDER BY id") == [
        ("recorded", 12, 0),
        ("recorded", 12, 0),
        ("recorded", 0, 1),
    ]
    assert database.value("SELECT COUNT(*) FROM finding") == 3
    assert served.verify()["problems"] == []
    forgive(gate)


def test_what_was_judged_by_older_knowledge_is_completed_afterwards(
    shop: Shop, opened: Opened, database: OpenDatabase
) -> None:
    owes(shop, "first", 1)
    for number in (1, 2):
        shop.through(shop.bundle(number), *GATES)
    measured = shop.item(shop.bundle(2), passed=12, findings=[{"check": shop.ids["chest"], "piece": 1, "value": 108}])
    assert send(shop, measured)[0]["outcome"] == "recorded"
    gate = at_the_queue(opened, kept=1)
    without_network(gate)
    send(shop, shop.item(None, undoes=measured["id"]))  # what the first one would have owed is owed again
    gate.take_from_queue("A-001-01/001")
    gate.looks_at("A-001-01/001", waiting=12)
    gate.finds("G07", "scrap")
    gate.press("Simpan, sisanya lulus: 11")
    is_kept(gate, 1)

    with_network(gate)
    complete = gate.main.locator("#kept").get_by_role("button", name="Lengkapi")
    expect(complete).to_be_visible(timeout=SLOWLY)
    complete.click()
    gate.looks_at("A-001-01/001", waiting=12)
    expect(gate.main.locator("#lines")).to_contain_text("1 Afkir: G07 Benang sisa")
    expect(gate.main.locator("#tally")).to_have_text("12 dari 12 dinilai")
    gate.keys("108")
    gate.page.get_by_role("button", name="Lanjut").click()
    expect(gate.main.locator("#measure")).to_be_hidden()
    gate.press("Simpan putusan")
    gate.answers("good", "11 lulus, lanjut ke Lipat & kemas; 1 afkir.")
    refused = "SELECT refusal FROM inspection WHERE outcome = 'refused'"
    assert database.rows(refused) == [("MEASUREMENTS_OWED",)]
    expect(gate.main.locator("#kept")).to_be_hidden()
    forgive(gate)
