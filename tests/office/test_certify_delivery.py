"""A certificate of conformity: what was inspected and how, for one delivery; never before it is approved."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert, select

from floor import clock, refusals
from floor.models import Deviation, Entry, EntryKind, InspectionLot, LotPlan, LotResult, LotUnit, Unit
from floor.scan.entries import Done
from floor.scan.splits import At, merge
from tests.cast import Shop
from tests.office.conftest import Desk, said, sentence, words_on_paper
from tests.office.test_deliver import AT_GATE, NEW, NOTE, verdict

PAPER = f"{NOTE}/certificate"
FIRST = "A-001-01/001"


@pytest.fixture
def drafted(supervisor: Desk, shop: Shop) -> str:
    """A note of seven of the first bundle, a draft; of that bundle ten passed, one piece was measured."""
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    chest = [{"check": shop.ids["chest"], "piece": 1, "value": 108.4}]
    verdict(shop, supervisor, shop.item(shop.bundle(1), passed=10, findings=chest))
    shop.through(shop.bundle(1), "P-LPT")
    supervisor.do(NEW, recipient="Bu Ratna", **{f"good-{shop.ids['line M']}": "7"})
    return f"good-{shop.ids['line M']}"


@pytest.fixture
def approved(supervisor: Desk, drafted: str) -> str:
    """The same, approved."""
    supervisor.do(f"{NOTE}/approve")
    return drafted


def accept_deviation(shop: Shop) -> None:
    """A supervisor accepted two pieces of the first bundle."""
    unit = select(Unit.id).where(Unit.name == FIRST).scalar_subquery()
    entry = {"client_id": b"d" * 16, "fingerprint": 1, "kind": EntryKind.RELEASE.value, "at": shop.now}
    entry |= {"heard_at": shop.now, "outcome": "recorded", "officer_id": shop.ids["O-3"]}

    def keep(conn: object) -> None:
        conn.execute(insert(Entry).values(**entry, unit_id=unit))  # type: ignore[attr-defined]

    shop.write(keep)
    found = select(Entry.id).where(Entry.client_id == b"d" * 16).scalar_subquery()
    values = {"quantity": 2, "what": "Lingkar dada 109,3 cm", "reason": "mitra setuju", "at": shop.now}
    made = insert(Deviation).values(
        entry_id=found, unit_id=unit, order_line_id=shop.ids["line M"], officer_id=shop.ids["O-3"], **values
    )
    shop.write(lambda conn: conn.execute(made))


def accept_lot(shop: Shop, outcome: str = "accepted") -> None:
    """A lot of the first bundle, judged by a sample."""
    at, who = {"at": shop.now, "heard_at": shop.now}, {"officer_id": shop.ids["O-2"]}
    about = {"number": "LT-0001", "quantity": 12, "seed": "0", "fingerprint": 1, "stage_id": shop.ids["QC"]}
    product = {"product_id": shop.ids["product"], "partner_id": 1}
    lot = insert(InspectionLot).values(client_id=b"l" * 16, **about, **product, **at, **who).returning(InspectionLot.id)
    lot_id = shop.write(lambda conn: conn.execute(lot).scalar_one())
    unit = select(Unit.id).where(Unit.name == FIRST).scalar_subquery()
    placed = {"step": 4, "cycle": 0, "sent_by": 0, "quantity": 12}
    plan = {"severity": "major", "method": "iso", "level": "II", "aql": 2.5, "letter": "G", "sample_size": 32}
    rows = (
        insert(LotUnit).values(lot_id=lot_id, unit_id=unit, **placed),
        insert(LotPlan).values(lot_id=lot_id, accept=2, reject=3, **plan),
        insert(LotResult).values(
            client_id=b"r" * 16,
            fingerprint=1,
            lot_id=lot_id,
            turn=1,
            outcome=outcome,
            happened_at=at["at"],
            **at,
            **who,
        ),
    )
    for row in rows:
        shop.write(lambda conn, row=row: conn.execute(row))


def merge_first_two(shop: Shop) -> None:
    """Moves what of the first bundle waits behind the gate into the second one."""
    asked, names = shop.entry(EntryKind.MERGE), (FIRST, "A-001-01/002")

    def move(conn: Connection) -> Done:
        first, second = (conn.execute(select(Unit.id).where(Unit.name == name)).scalar_one() for name in names)
        return merge(conn, asked, At(first, 5), second)

    assert shop.write(move).no is None


def test_a_draft_has_no_certificate(supervisor: Desk, drafted: str) -> None:
    answer = supervisor.browser.get(PAPER)
    assert sentence(refusals.CERTIFICATE_TOO_EARLY, note="SJ-A-001-01") in said(answer)
    assert "Sertifikat" not in supervisor.read(NOTE)


def test_it_says_what_was_inspected_and_what_was_found(supervisor: Desk, approved: str, pdftotext: str) -> None:
    words = certificate(supervisor, pdftotext)
    for each in (
        "SERTIFIKAT KESESUAIAN",
        "SK/SJ-A-001-01",
        "Mitra Koko A",
        "PO-A-001",
        "S-KOK versi 1",
        "Lingkar dada",
    ):
        assert each in words
    assert "108,4" in words
    assert "107 – 109" in words
    assert "Penyimpangan yang diterima penyelia Tidak ada." in words


def test_it_never_says_that_all_goods_are_good(supervisor: Desk, approved: str, pdftotext: str) -> None:
    words = certificate(supervisor, pdftotext).lower()
    assert "semua barang baik" not in words
    assert "tidak diperiksa satu per satu" in words


def test_a_sampled_lot_stands_on_it_with_its_plan(supervisor: Desk, shop: Shop, approved: str, pdftotext: str) -> None:
    accept_lot(shop)
    words = certificate(supervisor, pdftotext)
    assert "LT-0001" in words
    assert "Lot diterima (sampling)" in words
    assert "32 contoh, terima 2, tolak 3" in words


def test_a_rejected_lot_is_called_so(supervisor: Desk, shop: Shop, approved: str, pdftotext: str) -> None:
    accept_lot(shop, "rejected")
    assert "Lot ditolak" in certificate(supervisor, pdftotext)


def test_deviations_stand_on_the_certificate_and_on_the_delivery_note(
    supervisor: Desk, shop: Shop, approved: str, pdftotext: str
) -> None:
    accept_deviation(shop)
    for paper in (PAPER, f"{NOTE}/paper"):
        words = words_on_paper(supervisor, paper, pdftotext)
        assert "Lingkar dada 109,3 cm" in words
        assert "mitra setuju" in words
        assert "O-3" in words


def test_what_was_accepted_of_a_bundle_stays_on_the_papers_when_it_is_merged(
    supervisor: Desk, shop: Shop, pdftotext: str
) -> None:
    for bundle in (shop.bundle(1), shop.bundle(2)):
        shop.through(bundle, "P-OBR", "P-JHT", "P-BBG")
        verdict(shop, supervisor, shop.item(bundle, passed=12))
    accept_deviation(shop)
    merge_first_two(shop)
    shop.through(shop.bundle(2), "P-LPT")
    supervisor.do(NEW, recipient="Bu Ratna", **{f"good-{shop.ids['line M']}": "24"})
    supervisor.do(f"{NOTE}/approve")
    assert "Lingkar dada 109,3 cm" in certificate(supervisor, pdftotext)
    assert "mitra setuju" in words_on_paper(supervisor, f"{NOTE}/paper", pdftotext)


def test_a_deviation_is_told_in_the_units_story(supervisor: Desk, shop: Shop, approved: str) -> None:
    accept_deviation(shop)
    assert "Penyimpangan diterima Lingkar dada 109,3 cm" in supervisor.read(f"/units/{shop.bundle(1)}")


def test_it_says_the_same_once_the_note_is_signed(supervisor: Desk, shop: Shop, approved: str, pdftotext: str) -> None:
    before = certificate(supervisor, pdftotext)
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{approved}": "7", f"to-{approved}": "ready"})
    after = certificate(supervisor, pdftotext)
    assert without_time(after) == without_time(before)


def test_goods_of_another_batch_are_not_on_it(supervisor: Desk, shop: Shop, approved: str, pdftotext: str) -> None:
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{approved}": "7", f"to-{approved}": "ready"})
    before = certificate(supervisor, pdftotext)
    shop.through(shop.bundle(2), "P-OBR", "P-JHT", "P-BBG")
    shop.now = clock.now()
    verdict(shop, supervisor, shop.item(shop.bundle(2), passed=12))
    assert without_time(certificate(supervisor, pdftotext)) == without_time(before)


def certificate(desk: Desk, pdftotext: str) -> str:
    """The certificate's words on one line."""
    return " ".join(words_on_paper(desk, PAPER, pdftotext).split())


def without_time(words: str) -> str:
    """A paper's words but for when it was printed."""
    return words.split("dicetak")[0]
