"""The commands, as scripts and people at the server's keyboard use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from floor.access import pins
from floor.access.tokens import hash_token
from floor.cli import _ROLES, main
from floor.db import db
from floor.models import Role
from floor.scan.read import caller
from floor.serve import serving
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.scan.drawn_labels import FIRST, image_file, qr, table

Floor = Callable[..., Result]


@pytest.fixture
def floor(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    """Runs a command on this test's database: ``floor("stations", "list")``; ``typed=`` is what is typed then."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    environment = {"FLOOR_INSTANCE": str(tmp_path / "instance"), "FLOOR_DATABASE_URL": database_url}

    def run(*words: str, typed: str = "") -> Result:
        return CliRunner(env=environment).invoke(main, words, input=typed)

    return run


def done(result: Result) -> str:
    """What a command said that did all it was asked."""
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(result: Result) -> str:
    """The sentence of a command that did nothing."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    return result.stderr


# The site and its officers


def test_a_site_is_named_before_its_first_day(floor: Floor, database: OpenDatabase) -> None:
    said = done(floor("site", "set", "--code", "lct", "--name", "Lapas Contoh", "--zone", "WIT"))
    assert said == "LCT  Lapas Contoh  WIT  no\n"
    assert len(database.value("SELECT epoch FROM site")) == 32


@only("sqlite")
def test_a_site_needs_all_of_its_name_the_first_time(floor: Floor, database: OpenDatabase) -> None:
    assert "Fill in" in refused(floor("site", "set", "--code", "LCT", "--zone", "WIB"))
    assert database.rows("SELECT id FROM site") == []


@only("sqlite")
def test_a_site_renamed_keeps_its_epoch(floor: Floor, database: OpenDatabase, shop: Shop) -> None:
    assert done(floor("site", "set", "--name", "Bengkel Baru", "--no-camera")) == "LCT  Bengkel Baru  WIB  no\n"
    assert database.rows("SELECT epoch FROM site") == [("1",)]


def test_a_new_site_may_begin_with_the_library_once(floor: Floor, database: OpenDatabase) -> None:
    done(floor("site", "library"))
    before = database.value("SELECT COUNT(*) FROM stage")
    assert "nothing was changed" in refused(floor("site", "library"))
    assert database.value("SELECT COUNT(*) FROM stage") == before > 0


@only("sqlite")
def test_an_officer_is_added_and_the_pin_is_not_shown(floor: Floor) -> None:
    said = done(floor("officers", "add", "pt-1", "Petugas Satu", "--role", "administrator", typed="4711\n4711\n"))
    assert "4711" not in said
    (officer,) = json.loads(done(floor("officers", "list", "--json")))
    assert officer == {"code": "PT-1", "name": "Petugas Satu", "roles": ["administrator"], "active": True}


@only("sqlite")
def test_a_pin_mistyped_the_second_time_is_asked_for_again(floor: Floor, database: OpenDatabase) -> None:
    done(floor("officers", "add", "PT-1", "Satu", "--role", "viewer", typed="4711\n4712\n4713\n4713\n"))
    assert pins.verify_pin(database.value("SELECT pin_hash FROM officer"), "4713")


def test_a_script_gives_the_pin_on_standard_input(floor: Floor, database: OpenDatabase) -> None:
    done(floor("officers", "add", "PT-1", "Satu", "--role", "operator", "--pin-stdin", typed="4711\n"))
    assert pins.verify_pin(database.value("SELECT pin_hash FROM officer"), "4711")


@pytest.mark.parametrize(
    ("code", "pin", "why"),
    [
        ("PT-2", "4711", "PIN exists already"),
        ("PT-1", "4712", "exists already"),
        ("PT 2", "4712", "letters, digits, dots or hyphens"),
        ("PT-2", "47", "PIN"),
    ],
)
@only("sqlite")
def test_an_officer_that_cannot_be_is_refused_with_a_sentence(floor: Floor, code: str, pin: str, why: str) -> None:
    done(floor("officers", "add", "PT-1", "Satu", "--role", "operator", "--pin-stdin", typed="4711\n"))
    assert why in refused(floor("officers", "add", code, "Dua", "--role", "viewer", "--pin-stdin", typed=f"{pin}\n"))


def test_the_commands_know_every_role() -> None:
    assert list(_ROLES) == list(Role)


# Stations, batches, labels


@only("sqlite")
def test_stations_are_listed_with_their_stages(floor: Floor, shop: Shop) -> None:
    listed = json.loads(done(floor("stations", "list", "--json")))
    assert {"code": "P-GANDA", "name": "Pos P-GANDA", "stages": ["OBR", "JHT"], "officer": None} in listed
    assert "P-GANDA  Pos P-GANDA  OBR JHT  –" in done(floor("stations", "list"))


def test_a_token_is_printed_alone_and_speaks_for_the_station_and_an_operator(floor: Floor, shop: Shop) -> None:
    token = done(floor("stations", "token", "P-JHT")).removesuffix("\n")
    speaker = shop.write(lambda conn: caller(conn, hash_token(token)))
    assert (speaker.station_id, speaker.officer_id) == (shop.ids["P-JHT"], shop.ids["O-1"])


@only("sqlite")
def test_a_token_may_carry_another_officer(floor: Floor, shop: Shop) -> None:
    token = done(floor("stations", "token", "P-QC", "--officer", "O-2")).strip()
    assert shop.write(lambda conn: caller(conn, hash_token(token))).officer_id == shop.ids["O-2"]


@pytest.mark.parametrize("words", [("P-NONE",), ("P-QC", "--officer", "O-99")])
@only("sqlite")
def test_there_is_no_token_for_what_is_not_there(floor: Floor, shop: Shop, words: tuple[str, ...]) -> None:
    assert "There is no active station" in refused(floor("stations", "token", *words))


@only("sqlite")
def test_batches_are_listed_with_the_codes_of_their_units(floor: Floor, shop: Shop) -> None:
    (batch,) = json.loads(done(floor("batches", "list", "--json")))
    assert (batch["number"], batch["order"], batch["size"], batch["quantity"]) == ("A-001-01", "PO-A-001", "M", 24)
    assert {"name": "A-001-01/001", "kind": "bundle", "code": shop.bundle(1)} in batch["units"]


@only("sqlite")
def test_labels_printed_are_labels_read(floor: Floor, shop: Shop, tmp_path: Path) -> None:
    pdf, photo = tmp_path / "labels.pdf", tmp_path / "sheet.png"
    done(floor("labels", shop.batch, "--out", str(pdf), "--media", "a4-24", "--first-cell", "3"))
    document = pypdfium2.PdfDocument(pdf)
    document[0].render(scale=200 / 72).to_pil().save(photo)
    document.close()
    (line,) = done(floor("decode", str(photo), "--json")).splitlines()
    assert {label["text"] for label in json.loads(line)["labels"]} >= {shop.bundle(1), shop.bundle(2)}


@only("sqlite")
def test_there_are_no_labels_of_a_batch_that_is_not_there(floor: Floor, shop: Shop, tmp_path: Path) -> None:
    assert "not found" in refused(floor("labels", "A-999-01", "--out", str(tmp_path / "labels.pdf")))


# Reading photos


@only("sqlite")
def test_each_photo_is_a_line_with_its_labels_and_their_corners(floor: Floor, tmp_path: Path) -> None:
    photo = tmp_path / "one.png"
    photo.write_bytes(image_file(table((qr(FIRST), 40, 60))))
    said = json.loads(done(floor("decode", str(photo), "--json")))
    (label,) = said["labels"]
    assert (said["file"], label["text"], len(label["corners"])) == (str(photo), FIRST, 4)
    assert set(label) == {"text", "symbology", "corners", "reader"}


@only("sqlite")
def test_a_photo_without_a_label_fails_and_the_others_are_still_read(floor: Floor, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("bare.png", "no-photo.png", "one.png")]
    for file, body in zip(files, (image_file(table()), b"text", image_file(table((qr(FIRST), 40, 60)))), strict=True):
        file.write_bytes(body)
    result = floor("decode", *map(str, files), "--json")
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [len(each["labels"]) for each in read] == [0, 0, 1]
    assert read[1]["error"] == "NotAPicture"


# Proof, copies, the machine


def test_a_sound_ledger_is_proven_with_its_counts(floor: Floor, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    proof = json.loads(done(floor("verify", "--json")))
    assert (proof["scans"], proof["holds"]) == (1, True)


def test_a_ledger_that_was_tampered_with_is_found_out(floor: Floor, shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET quantity = quantity + 1 WHERE place = 1")
    assert floor("verify").exit_code == 1


def _backup(floor: Floor) -> str:
    return done(floor("backup")).strip()


def test_a_backup_put_back_is_as_it_was_with_another_epoch(floor: Floor, shop: Shop, database: OpenDatabase) -> None:
    copy = _backup(floor)
    shop.through(shop.bundle(1), "P-OBR")
    db.close_writing()
    done(floor("restore", copy))
    assert database.value("SELECT COUNT(*) FROM scan") == 0
    assert database.value("SELECT epoch FROM site") != "1"
    done(floor("verify"))


def test_photos_lie_beside_a_backup_and_come_back_with_it(floor: Floor, shop: Shop, tmp_path: Path) -> None:
    photo = tmp_path / "instance" / "uploads" / "photos" / "one.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"picture")
    copy = _backup(floor)
    photo.unlink()
    db.close_writing()
    done(floor("restore", copy))
    assert photo.read_bytes() == b"picture"


def test_certificates_come_back_with_a_backup_to_a_server_that_has_none(
    floor: Floor, shop: Shop, tmp_path: Path
) -> None:
    done(floor("cert", "init", "--name", "Contoh"))
    authority = (tmp_path / "instance" / "certificates" / "ca.crt").read_bytes()
    copy = _backup(floor)
    (tmp_path / "instance" / "certificates").rename(tmp_path / "lost")
    db.close_writing()
    assert "certificates" in done(floor("restore", copy))
    assert (tmp_path / "instance" / "certificates" / "ca.crt").read_bytes() == authority


@only("sqlite")
def test_what_a_restore_replaces_is_kept_beside_it(floor: Floor, shop: Shop, tmp_path: Path) -> None:
    copy = _backup(floor)
    db.close_writing()
    done(floor("restore", copy))
    assert len(list((tmp_path / "instance" / "backups").iterdir())) == 2


@only("sqlite")
def test_nothing_is_put_back_while_the_floor_is_served(floor: Floor, shop: Shop, tmp_path: Path) -> None:
    copy = _backup(floor)
    shop.through(shop.bundle(1), "P-OBR")
    with serving(tmp_path / "instance"):
        assert "stop it first" in refused(floor("restore", copy))
    assert shop.where("A-001-01/001") == {2: 12}


@only("sqlite")
def test_what_is_no_copy_of_ours_is_not_put_back(floor: Floor, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dengan hormat, " * 100)
    assert "is no copy of a floor database" in refused(floor("restore", str(tmp_path / "letter.txt")))
    assert "There is no file" in refused(floor("restore", str(tmp_path / "nothing.db")))
    assert shop.where("A-001-01/001") == {1: 12}


def test_the_doctor_says_how_the_machine_is(floor: Floor, shop: Shop) -> None:
    said = done(floor("doctor"))
    assert "up to date" in said
    assert "MiB free" in said


def test_the_doctor_fails_a_database_that_does_not_answer(tmp_path: Path) -> None:
    url = "postgresql://floor@127.0.0.1:9/floor?connect_timeout=2"
    environment = {"FLOOR_INSTANCE": str(tmp_path), "FLOOR_DATABASE_URL": url}
    result = CliRunner(env=environment).invoke(main, ["doctor"])
    assert (result.exit_code, "PostgreSQL does not answer" in result.stdout) == (1, True)


def test_a_setting_that_is_nonsense_ends_a_command_with_a_sentence(tmp_path: Path) -> None:
    environment: dict[str, Any] = {"FLOOR_INSTANCE": str(tmp_path), "FLOOR_PORT": "many"}
    assert "port is 'many'" in refused(CliRunner(env=environment).invoke(main, ["verify"]))
