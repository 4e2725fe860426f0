"""A tablet's disk is full, cameras are switched off, a backup is restored: its outbox keeps what it has and goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faults import JS, has_node

pytestmark = pytest.mark.skipif(not has_node(), reason="node is missing: install the package nodejs")

OUTBOX = Path(__file__).with_name("tablet_alone.mjs")
GOODS, CARTON = "U03JCMGMG2", "C83FCFX82C"
CARDS = ("F7HR17RJD1", "WGY68QM1ER", "KKYVFNVAJY", "SZZFRJYV3Z")


def what_happens(folder: Path, *happening: str) -> dict[str, Any]:
    """What became of a tablet to which that happened."""
    for module in JS.glob("*.js"):
        shutil.copy(module, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    command = ["node", str(OUTBOX), str(folder), *happening]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_photo_that_was_refused_waits_no_more_after_a_restore(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "restore")
    assert found == {"answered": ["U00000001", "U00000001"], "waiting": [], "photos": ["answered"]}


@pytest.mark.parametrize(("refusal", "status"), [("TABLET_LOCKED", "403"), ("NOT_ALLOWED", "403")])
def test_a_photo_waits_while_the_server_reads_none(tmp_path: Path, refusal: str, status: str) -> None:
    found = what_happens(tmp_path, "refused", refusal, status)
    assert found == {"waiting": ["photos"], "blob": True, "after": True}


def test_a_photo_is_tried_again_though_the_timer_goes_off_early(tmp_path: Path) -> None:
    assert what_happens(tmp_path, "earlyTimer", GOODS) == {"answered": [GOODS]}


def test_what_a_closed_tab_kept_is_found_and_sent(tmp_path: Path) -> None:
    assert what_happens(tmp_path, "leftBehind") == {"answered": ["U00000001"], "kept": ["answered"]}


def test_scans_are_sent_as_they_were_made_though_another_tab_made_one_before(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "madeWhileLooking")
    assert found == {"answered": ["U00000001", "U00000002", "U00000003"]}


def test_the_scan_that_a_closed_tab_made_of_a_photo_is_sent(tmp_path: Path) -> None:
    assert what_happens(tmp_path, "readElsewhere", GOODS) == {"answered": [GOODS], "kept": ["answered"]}


def test_what_was_answered_before_a_restore_is_sent_again_though_another_tab_heard_of_it_first(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "answeredBefore")
    assert found == {"answered": ["U00000001", "U00000001"], "kept": ["answered"]}


def test_another_tab_is_told_of_an_answer_once_it_is_kept(tmp_path: Path) -> None:
    assert what_happens(tmp_path, "toldWhenKept") == {"did": ["kept", "told"]}


def test_a_photo_in_which_nothing_was_read_is_kept_until_somebody_has_seen_that(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "refused", "NOT_A_PICTURE", "422")
    assert found == {"waiting": [], "blob": True, "after": False}


def test_a_photo_waits_for_a_person_where_cameras_are_forbidden_since(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "forbidden", GOODS)
    assert found["before"] == {"waiting": [], "unread": [True], "blob": True}
    assert found["answered"] == [GOODS]


def test_only_labels_of_goods_in_a_kept_photo_become_scans(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "cards", GOODS, *CARDS, "8991234567890", "UPC-A 12345")
    assert found == {"answered": [GOODS]}


def test_a_kept_photo_of_cards_alone_says_so(tmp_path: Path) -> None:
    assert what_happens(tmp_path, "cards", *CARDS) == {"answered": [], "said": "NO_GOODS_IN_PHOTO"}


def test_a_photo_that_the_disk_does_not_take_becomes_its_scans(tmp_path: Path) -> None:
    found = what_happens(tmp_path, "fullOfPhotos", GOODS, CARTON)
    assert found == {"answered": [GOODS, CARTON], "kept": [GOODS, CARTON]}


def test_a_full_disk_does_not_keep_a_tablet_from_a_restored_server(tmp_path: Path) -> None:
    assert sorted(what_happens(tmp_path, "restoreWithFullDisk")["answered"]) == ["U00000001", "U00000001", "U00000002"]
