"""The site's own authority: good for this server on its network, and worth nothing to whoever steals its key."""

from __future__ import annotations

import stat
import subprocess
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from floor.doors.certificates import CertificateTrouble, Kept, begin, folder, keep_current, kept, renew
from tests.doors.conftest import NOW, names


def verified(instance: Path, certificate: Path) -> str:
    """What openssl says of a server's certificate under the site's authority."""
    command = ["openssl", "verify", "-purpose", "sslserver", "-CAfile", str(folder(instance) / "ca.crt")]
    ended = subprocess.run([*command, str(certificate)], capture_output=True, text=True, check=False)
    return ended.stdout + ended.stderr


def stolen(instance: Path, name: x509.GeneralName) -> Path:
    """A certificate for another server, signed with the authority's own key."""
    authority = x509.load_pem_x509_certificate((folder(instance) / "ca.crt").read_bytes())
    ca_key = serialization.load_pem_private_key((folder(instance) / "ca.key").read_bytes(), password=None)
    assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
    leaf = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    path = instance / "stolen.crt"
    path.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_servers_certificate_holds_for_its_names_and_addresses(tmp_path: Path, certificates: Kept) -> None:
    assert set(certificates.names) == {"floor.local", "server.local", "localhost", "server"}
    assert ip_address("192.168.10.2") in certificates.addresses
    assert verified(tmp_path, folder(tmp_path) / "server.pem").endswith("OK\n")


@pytest.mark.parametrize(
    "name",
    [x509.DNSName("evil.example.com"), x509.IPAddress(ip_address("93.184.216.34")), x509.DNSName("localhost.evil.com")],
    ids=str,
)
def test_its_key_opens_nothing_on_the_internet(tmp_path: Path, certificates: Kept, name: x509.GeneralName) -> None:
    assert certificates.authority
    assert "permitted subtree violation" in verified(tmp_path, stolen(tmp_path, name))


def test_its_key_opens_another_address_of_a_private_network(tmp_path: Path, certificates: Kept) -> None:
    """Or the test above would pass whatever the constraints say."""
    assert certificates.authority
    assert verified(tmp_path, stolen(tmp_path, x509.IPAddress(ip_address("10.1.2.3")))).endswith("OK\n")


def test_only_the_owner_reads_the_keys(tmp_path: Path, certificates: Kept) -> None:
    assert certificates.leaf
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder(tmp_path).iterdir()}
    assert modes == {"ca.key": 0o600, "server.pem": 0o600, "ca.crt": 0o644}
    assert stat.S_IMODE(folder(tmp_path).stat().st_mode) == 0o700


def test_a_tablet_whose_clock_is_years_back_still_finds_it_valid(certificates: Kept) -> None:
    for each in (certificates.authority, certificates.leaf):
        assert each.not_valid_before_utc < NOW - timedelta(days=10 * 365)
    assert certificates.ends > NOW + timedelta(days=9 * 365)


def test_an_address_that_is_no_private_one_is_left_out_and_the_rest_holds(tmp_path: Path) -> None:
    made = begin(tmp_path, "Contoh", names("192.168.10.2", "198.51.100.7"), NOW)
    assert made.addresses == (ip_address("192.168.10.2"),)
    assert verified(tmp_path, folder(tmp_path) / "server.pem").endswith("OK\n")


def test_renewing_keeps_the_authority_that_tablets_trust(tmp_path: Path, certificates: Kept) -> None:
    again = renew(tmp_path, names("192.168.20.9"), NOW)
    assert (again.fingerprint, again.addresses) == (certificates.fingerprint, (ip_address("192.168.20.9"),))
    assert again.leaf.serial_number != certificates.leaf.serial_number
    assert verified(tmp_path, folder(tmp_path) / "server.pem").endswith("OK\n")


def test_a_name_that_the_authority_may_not_speak_for_is_left_out(tmp_path: Path, certificates: Kept) -> None:
    assert certificates.authority
    assert "lantai" not in renew(tmp_path, names("127.0.0.1", plain=("localhost", "lantai")), NOW).names
    assert verified(tmp_path, folder(tmp_path) / "server.pem").endswith("OK\n")


def test_a_new_address_renews_it_at_the_start(tmp_path: Path, certificates: Kept) -> None:
    assert certificates.leaf
    assert "192.168.20.9" in keep_current(tmp_path, names("127.0.0.1", "192.168.20.9"), NOW)
    assert keep_current(tmp_path, names("127.0.0.1", "192.168.20.9"), NOW) == ""


def test_one_near_its_end_is_renewed_at_the_start(tmp_path: Path, certificates: Kept) -> None:
    late = certificates.ends - timedelta(days=90)
    assert "neared its end" in keep_current(tmp_path, names("127.0.0.1"), late)
    found = kept(tmp_path)
    assert found
    assert found.ends > certificates.ends


def test_without_certificates_nothing_is_renewed(tmp_path: Path) -> None:
    assert keep_current(tmp_path, names("127.0.0.1"), NOW) == ""
    with pytest.raises(CertificateTrouble, match="floor cert init"):
        renew(tmp_path, names("127.0.0.1"), NOW)


def test_broken_certificates_are_told_of(tmp_path: Path, certificates: Kept) -> None:
    assert certificates.leaf
    (folder(tmp_path) / "server.pem").write_text("nonsense")
    with pytest.raises(CertificateTrouble, match="floor cert init --again"):
        kept(tmp_path)
