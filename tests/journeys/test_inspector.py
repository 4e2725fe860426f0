"""An inspector's hour at the gate: what waits is passed by a scan and one tap, a defect takes three."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert, select, update

from floor.access.tokens import hash_token
from floor.models import Batch, CheckItem, CheckKind, Severity, StandardVersion
from floor.quality.hearing import hear
from floor.quality.verdicts import record_verdicts
from tests.cast import Shop
from tests.databases import only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Inspector
from tests.journeys.floor_server import Served

pytestmark = [pytest.mark.browser, only("postgresql")]

# The keys that a number is typed with are the number itself.
COUNT_TAPS = """addEventListener("pointerdown", ({ target }) => {
  if (!target.closest("#measure")) sessionStorage.taps = 1 + Number(sessionStorage.taps || 0);
}, true)"""
VERDICT_PX = 112


def judged(shop: Shop, code: str, passed: int) -> None:
    """So many pass at the gate, by the inspector's machine."""
    item, now = hear(shop.item(code, passed=passed), shop.now, shop.now), shop.now
    key = hash_token(shop.tokens["P-QC"])
    results = shop.write(lambda conn: record_verdicts(conn, key, [item], now))
    assert results[0].result.no is None


def nothing_is_measured(conn: Connection, shop: Shop) -> None:
    """A newer version of the cast's standard, without its measurement: then a lot may be passed by looking."""
    standard = select(StandardVersion.standard_id).where(StandardVersion.id == shop.ids["standard"])
    values = {"standard_id": conn.execute(standard).scalar_one(), "number": 2, "published_at": shop.now}
    version = conn.execute(insert(StandardVersion).values(values).returning(StandardVersion.id)).scalar_one()
    seam = {"position": 1, "text": "Kampuh rapi", "kind": CheckKind.YES_NO.value, "severity": Severity.MAJOR.value}
    conn.execute(insert(CheckItem).values(standard_version_id=version, **seam))
    conn.execute(update(Batch).values(standard_version_id=version))


@pytest.fixture
def at_the_gate(shop: Shop) -> Shop:
    """A bundle of twelve and a single piece wait at the gate."""
    shop.write(lambda conn: nothing_is_measured(conn, shop))
    shop.make_batch("L", 2, bundle_of=1)
    for code in (shop.bundle(1), shop.code("A-001-02/001")):
        shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    return shop


def test_an_inspectors_hour(at_the_gate: Shop, served: Served, opened: Opened) -> None:
    shop, gate = at_the_gate, opened(Inspector)
    gate.page.add_init_script(COUNT_TAPS)
    gate.pair("P-QC")
    gate.take_over("O-2")
    gate.go("/quality")
    gate.sees("Menunggu putusan", "A-001-01/001", "A-001-02/001", "Tidak ada yang ditahan.")

    before = taps(gate)
    gate.scan(shop.bundle(1))
    gate.looks_at("A-001-01/001", waiting=12)
    assert height(gate, "Semua lulus 12") >= VERDICT_PX
    gate.press("Semua lulus 12")
    gate.answers("good", "12 lulus, lanjut ke Lipat & kemas.")
    assert taps(gate) - before == 1

    before = taps(gate)
    gate.scan(shop.code("A-001-02/001"))
    gate.looks_at("A-001-02/001", waiting=1)
    assert height(gate, "Simpan putusan") >= VERDICT_PX
    gate.finds("G01", "rework")
    gate.press("Simpan putusan")
    gate.answers("good", "1 perbaikan, kembali ke Jahit.")
    assert taps(gate) - before == 3

    gate.go("/quality")
    gate.sees("Tidak ada yang menunggu pemeriksaan")
    assert [figure.inner_text().split("\n") for figure in gate.main.locator(".day .figure").all()] == [
        ["13", "saya periksa hari ini"],
        ["12", "lulus"],
        ["1", "perbaikan"],
        ["0", "afkir"],
        ["92%", "lulus sekali periksa"],
    ]

    shop.through(shop.code("A-001-02/001"), "P-JHT", "P-BBG")
    gate.sees("kembali ke-1")
    gate.take_from_queue("A-001-02/001")
    gate.sees("yang ditemukan sebelumnya", "G01 Jahitan loncat")
    gate.press("Lulus")
    gate.answers("good", "1 lulus, lanjut ke Lipat & kemas.")
    assert served.verify()["problems"] == []


def taps(gate: Inspector) -> int:
    """How often the screen was tapped so far."""
    return int(gate.page.evaluate("Number(sessionStorage.taps || 0)"))


def height(gate: Inspector, word: str) -> float:
    """How high a button is, in CSS pixels."""
    box = gate.main.get_by_role("button", name=word, exact=True).bounding_box()
    assert box is not None
    return box["height"]
