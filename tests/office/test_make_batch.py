"""Batches are made on a page, and cut as they are asked to be."""

from __future__ import annotations

from uuid import uuid4

import pytest

from floor import refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

PAGE = "/office/orders/PO-A-001/batches/new"


@pytest.fixture
def batch(shop: Shop) -> dict[str, str]:
    """All 12 of size L in bundles of 5."""
    line = shop.ids["line L"]
    return {f"quantity-{line}": "12", "cut": "bundle", f"bundle-{line}": "5", "worker": ""}


def so_many(batch: dict[str, str], quantity: str) -> dict[str, str]:
    """The same with another quantity."""
    return {name: quantity if name.startswith("quantity") else value for name, value in batch.items()}


def test_a_batch_in_bundles_shows_each_with_its_code(supervisor: Desk, batch: dict[str, str], shop: Shop) -> None:
    assert supervisor.do(PAGE, **batch) == "/labels/batches/A-001-02"
    page = supervisor.see("/office/batches/A-001-02")
    assert all(f"A-001-02/00{number}" in page for number in (1, 2, 3))
    assert shop.where("A-001-02/003") == {1: 2}


@pytest.mark.parametrize(("cut", "units"), [("piece", 13), ("card", 1)])
def test_a_batch_is_cut_as_asked(
    supervisor: Desk, batch: dict[str, str], database: OpenDatabase, cut: str, units: int
) -> None:
    supervisor.do(PAGE, **batch | {"cut": cut})
    assert database.value("SELECT COUNT(*) FROM unit WHERE name LIKE 'A-001-02%'") == units


def test_more_than_the_target_comes_back_as_a_question_for_the_reason(supervisor: Desk, batch: dict[str, str]) -> None:
    answer = supervisor.send(PAGE, **so_many(batch, "13"))
    assert said(answer) == sentence(refusals.SIZE_FULL, size="L", made=0, target=12, left=12)
    assert 'name="reason"' in answer.text and 'value="13"' in answer.text


def test_with_a_reason_it_is_made(supervisor: Desk, batch: dict[str, str]) -> None:
    supervisor.do(PAGE, **so_many(batch, "13"), reason="cadangan untuk cacat")
    assert "13 potong" in supervisor.see("/office/batches/A-001-02")


def test_more_than_was_counted_in_comes_back_as_a_question(
    supervisor: Desk, batch: dict[str, str], database: OpenDatabase
) -> None:
    database.run("UPDATE orders SET kind = 'maklun'")
    answer = supervisor.send(PAGE, **batch)
    assert said(answer) == sentence(refusals.OVER_COUNTED, size="L", counted=0, made=0, left=0)


def test_too_many_labels_for_one_batch_are_refused(supervisor: Desk, batch: dict[str, str]) -> None:
    answer = supervisor.send(PAGE, **so_many(batch, "1001") | {"cut": "piece", "reason": "banyak"})
    assert said(answer) == sentence(refusals.TOO_MANY_UNITS, most=1000)


def test_the_same_form_sent_twice_makes_one_batch(
    supervisor: Desk, batch: dict[str, str], database: OpenDatabase
) -> None:
    form_id = str(uuid4())
    first, again = (supervisor.send(PAGE, form_id, **batch).location for _ in range(2))
    assert first == again and database.value("SELECT COUNT(*) FROM batch") == 2


def test_all_sizes_are_made_at_once_and_again_only_once(
    supervisor: Desk, batch: dict[str, str], shop: Shop, database: OpenDatabase
) -> None:
    line, form_id = shop.ids["line M"], str(uuid4())
    both = batch | {f"quantity-{line}": "6", f"bundle-{line}": "3", "reason": "cadangan"}
    first, again = (supervisor.send(PAGE, form_id, **both).location for _ in range(2))
    assert first == again == "/labels/orders/PO-A-001" and "M" in supervisor.see(first)
    assert database.value("SELECT COUNT(*) FROM batch") == 3
    assert shop.where("A-001-02/002") == {1: 3} and shop.where("A-001-03/003") == {1: 2}


def test_where_one_size_is_refused_none_is_made(
    supervisor: Desk, batch: dict[str, str], shop: Shop, database: OpenDatabase
) -> None:
    line = shop.ids["line M"]
    answer = supervisor.send(PAGE, **batch, **{f"quantity-{line}": "1", f"bundle-{line}": "12"})
    assert said(answer) == sentence(refusals.SIZE_FULL, size="M", made=24, target=24, left=0)
    assert database.value("SELECT COUNT(*) FROM batch") == 1


def test_the_form_begins_with_what_is_unmade_and_says_how_many_labels_that_is(supervisor: Desk, shop: Shop) -> None:
    page = supervisor.see(PAGE)
    assert f'name="quantity-{shop.ids["line L"]}" aria-label="L dibuat sekarang" value="12"' in page
    assert f'name="quantity-{shop.ids["line M"]}" aria-label="M dibuat sekarang" value=""' in page
    assert "12 potong, 1 batch, 2 label" in page


def test_it_counts_again_without_making_anything(
    supervisor: Desk, batch: dict[str, str], database: OpenDatabase
) -> None:
    answer = supervisor.send(PAGE, **batch, preview="1")
    assert "12 potong, 1 batch, 4 label" in answer.text and database.value("SELECT COUNT(*) FROM batch") == 1


def test_a_quantity_may_be_given_in_kodi(supervisor: Desk, batch: dict[str, str], shop: Shop) -> None:
    supervisor.do(PAGE, **so_many(batch, "1 kodi 2"), reason="cadangan")
    assert "22 potong" in supervisor.see("/office/batches/A-001-02")


def test_a_quantity_in_words_is_refused(supervisor: Desk, batch: dict[str, str]) -> None:
    answer = supervisor.send(PAGE, **so_many(batch, "dua belas"))
    assert said(answer) == sentence(refusals.BAD_NUMBER, what="jumlah") and 'value="dua belas"' in answer.text


def test_an_inspector_makes_no_batch(enter: object, batch: dict[str, str]) -> None:
    answer = enter("O-2").send(PAGE, **batch)  # type: ignore[operator]
    assert answer.status_code == 403
