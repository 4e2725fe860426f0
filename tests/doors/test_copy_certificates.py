"""Certificates in a backup: every tablet trusts a server put together anew, and nobody else reads its key."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from floor.cli import main
from floor.doors.certificates import CertificateTrouble, Kept, authority_file, begin, folder, kept, renew
from floor.doors.copies import copies_in, keep_copy, put_back, put_back_missing
from tests.doors.conftest import NOW, names


@pytest.fixture
def backups(tmp_path: Path, certificates: Kept) -> Path:
    """The backups of the server at 192.168.10.2."""
    assert certificates.authority
    keep_copy(tmp_path, tmp_path / "backups")
    return tmp_path / "backups"


def test_a_new_server_is_trusted_as_the_old_one_was(tmp_path: Path, backups: Path, certificates: Kept) -> None:
    new = tmp_path / "new"
    assert certificates.fingerprint[:23] in put_back_missing(new, backups)
    found = renew(new, names("192.168.10.77"), NOW)
    found.leaf.verify_directly_issued_by(certificates.authority)
    assert [str(each) for each in found.addresses] == ["192.168.10.77"]


def test_only_the_owner_may_read_a_copy(tmp_path: Path, backups: Path) -> None:
    put_back_missing(tmp_path / "new", backups)
    for place in (*copies_in(backups), folder(tmp_path / "new")):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert [stat.S_IMODE((place / name).stat().st_mode) for name in ("ca.key", "server.pem")] == [0o600] * 2


def test_a_renewed_certificate_takes_the_earlier_ones_place(tmp_path: Path, backups: Path) -> None:
    renewed = renew(tmp_path, names("10.0.0.5"), NOW)
    keep_copy(tmp_path, backups)
    assert put_back(tmp_path / "new", *copies_in(backups)).leaf == renewed.leaf


def test_another_authority_takes_nobodys_place(tmp_path: Path, backups: Path, certificates: Kept) -> None:
    begin(tmp_path, "Lain", names("10.0.0.5"), NOW)
    keep_copy(tmp_path, backups)
    assert len(copies_in(backups)) == 2
    assert "several authorities" in put_back_missing(tmp_path / "new", backups)
    assert kept(tmp_path / "new") is None
    assert certificates.fingerprint in {put_back(tmp_path / "new", each).fingerprint for each in copies_in(backups)}


def test_certificates_that_are_in_force_stay(tmp_path: Path, backups: Path, certificates: Kept) -> None:
    other = begin(tmp_path / "new", "Lain", names("10.0.0.5"), NOW)
    assert "other certificates" in put_back_missing(tmp_path / "new", backups)
    assert put_back_missing(tmp_path, backups) == ""  # they are the same
    assert kept(tmp_path / "new") == other
    assert kept(tmp_path) == certificates


@pytest.mark.parametrize("spoiled", ["ca.crt", "ca.key", "server.pem"])
def test_a_copy_that_is_not_whole_changes_nothing(tmp_path: Path, backups: Path, spoiled: str) -> None:
    other = begin(tmp_path / "new", "Lain", names("10.0.0.5"), NOW)
    [copy] = copies_in(backups)
    shutil.copy(folder(tmp_path / "new") / spoiled, copy / spoiled)
    with pytest.raises(CertificateTrouble):
        put_back(tmp_path / "new", copy)
    assert kept(tmp_path / "new") == other


def test_a_server_without_certificates_has_none_to_copy(tmp_path: Path) -> None:
    keep_copy(tmp_path, tmp_path / "backups")
    assert copies_in(tmp_path / "backups") == []
    assert put_back_missing(tmp_path, tmp_path / "backups") == ""


def _restore(instance: Path, *words: str) -> Result:
    return CliRunner(env={"FLOOR_INSTANCE": str(instance)}).invoke(main, ("cert", "restore", *words))


def test_a_copy_is_put_in_force_by_hand(tmp_path: Path, backups: Path, certificates: Kept) -> None:
    instance = tmp_path / "new"
    other = begin(instance, "Lain", names("10.0.0.5"), NOW)
    [copy] = copies_in(backups)
    assert "already" in _restore(instance, str(copy)).stderr
    assert kept(instance) == other
    assert certificates.fingerprint in _restore(instance, str(copy), "--again").stdout
    assert authority_file(instance).read_bytes() == authority_file(tmp_path).read_bytes()
    assert len(copies_in(instance / "backups")) == 1  # the one that was in force


@pytest.mark.parametrize("spoiled", ["ca.key", "server.pem"])
def test_a_copy_takes_the_place_of_broken_certificates(
    tmp_path: Path, backups: Path, certificates: Kept, spoiled: str
) -> None:
    (folder(tmp_path) / spoiled).write_text("-----BEGIN")
    restored = _restore(tmp_path, *map(str, copies_in(backups)), "--again")
    assert restored.exit_code == 0, restored.stderr
    assert kept(tmp_path) == certificates
    assert renew(tmp_path, names("10.0.0.5"), NOW).authority == certificates.authority


def test_broken_certificates_are_said_to_be_restored_from_a_copy(tmp_path: Path, certificates: Kept) -> None:
    (folder(tmp_path) / "server.pem").write_text("-----BEGIN")
    with pytest.raises(CertificateTrouble, match="floor cert restore"):
        kept(tmp_path)
