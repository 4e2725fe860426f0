"""With the interface in English a standard is read in English, as far as it says itself so; else as it was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, update

from floor.library import put_version, shelf
from floor.models import Batch, CheckKind, Severity, Standard, StandardVersion
from floor.office import standards_edit
from floor.office.standards_draft import Draft, of_content
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk
from tests.office.test_publish_standard import CHECK, DRAFT, NEW, publish

DADA, BAHU = (
    shelf.CheckPlan(text, CheckKind.YES_NO, Severity.MAJOR, "Ukuran", group_en="Measurements")
    for text in ("Dada", "Bahu")
)


@pytest.fixture
def library(shop: Shop) -> None:
    """The batch is judged by the library's shirt, on which the needle is looked for."""

    def put(conn: Connection) -> None:
        [plan] = (plan for plan in shelf.standards() if plan.code == "S-KOK-PD")
        plain = shelf.Content(plan.checks)  # the cast has no such defects
        standard_id = conn.execute(select(Standard.id)).scalar_one()
        put_version(conn, standard_id, plain, {"number": 2, "published_at": shop.now, "published_by_id": None})
        conn.execute(update(Standard).values(name=plan.name, name_en=plan.name_en))
        newest = select(StandardVersion.id).where(StandardVersion.number == 2).scalar_subquery()
        conn.execute(update(Batch).values(standard_version_id=newest))

    shop.write(put)


@pytest.mark.parametrize("page", ["/office/standards/S-KOK", "/quality/standards/S-KOK", "the inspection"])
def test_names_groups_and_checks_are_english(
    library: None, administrator: Desk, supervisor: Desk, shop: Shop, page: str
) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    address = page if page.startswith("/") else f"/quality/inspect/{shop.bundle(1)}"
    words = (administrator if "office" in page else supervisor).read(f"{address}?lang=en")
    shown = ("Measurements", "Stitching", "No broken needle (metal check)")
    assert all(word in words for word in shown) and "Keselamatan" not in words
    assert page == "the inspection" or "Koko shirt, short sleeves" in words


def test_every_standard_of_the_library_has_an_english_name() -> None:
    assert all(standard.name_en and standard.name_en != standard.name for standard in shelf.standards())


def test_what_a_person_typed_stays_as_typed(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do(DRAFT)
    administrator.do(NEW, **CHECK | {"group": "Ukuran kita", "nominal": "72"})
    page = administrator.see(publish(administrator, database) + "?lang=en")
    assert "Ukuran kita" in page and "Panjang badan" in page


def test_a_standard_may_be_given_an_english_name(administrator: Desk) -> None:
    fields = {"code": "S-BARU", "name": "Kemeja kerja", "name_en": "Work shirt", "family": "garmen", "like": ""}
    administrator.do("/office/standards/new", **fields)
    assert "Work shirt" in administrator.read("/office/standards?lang=en")
    assert "Kemeja kerja" in administrator.read("/office/standards?lang=id")


def test_a_group_has_one_english_name() -> None:
    draft = of_content(shelf.Content((DADA,)))
    draft = standards_edit.put_check(draft, "new", replace(BAHU, group_en=""))
    assert _groups(draft) == ["Measurements", "Measurements"]
    draft = standards_edit.put_check(draft, "new", replace(BAHU, group_en="Sizes"))
    assert _groups(draft) == ["Sizes", "Sizes"]


def test_a_check_that_goes_to_another_group_leaves_the_old_groups_english_behind() -> None:
    draft = of_content(shelf.Content((DADA, BAHU)))
    draft = standards_edit.put_check(draft, draft.keys[1], replace(BAHU, group="Kain"))
    assert _groups(draft) == ["Measurements", ""]


def _groups(draft: Draft) -> list[str]:
    return [check.group_en for check in draft.content.checks]
