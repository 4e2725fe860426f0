"""The site's own certificates: an authority that may speak for private networks only, and the server's certificate.

People are asked to trust the authority on every tablet. Its name constraints keep that harmless: whoever stole its key
could still not pass for any site on the internet.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .names import Address, Names

NETWORKS = tuple(
    ip_network(each)
    for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fd00::/8")
)
# A tablet whose battery was empty wakes up years back, and must still find the certificate valid.
_BEGINS = datetime(2015, 1, 1, tzinfo=UTC)
_AUTHORITY_LASTS = timedelta(days=20 * 365)
_LEAF_LASTS = timedelta(days=10 * 365)
NEAR_ITS_END = timedelta(days=180)
_KEY = ec.SECP256R1()


class CertificateTrouble(Exception):
    """Certificates can't be made or read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The certificates of an instance."""

    authority: x509.Certificate
    leaf: x509.Certificate

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the server's certificate holds for."""
        return tuple(_alternatives(self.leaf).get_values_for_type(x509.DNSName))

    @property
    def addresses(self) -> tuple[Address, ...]:
        """The addresses that it holds for."""
        found = _alternatives(self.leaf).get_values_for_type(x509.IPAddress)
        return tuple(each for each in found if isinstance(each, IPv4Address | IPv6Address))

    @property
    def ends(self) -> datetime:
        """When the server's certificate ends."""
        return self.leaf.not_valid_after_utc

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the authority's certificate, as tablets show it: ``AB:CD:…``."""
        return self.authority.fingerprint(hashes.SHA256()).hex(":").upper()

    def missing(self, names: Names) -> list[str]:
        """Which of these names and addresses it could hold for and doesn't."""
        dns, addresses = _allowed(self.authority, names)
        return [*(each for each in dns if each not in self.names), *map(str, _besides(addresses, self.addresses))]


def folder(instance: Path) -> Path:
    """Where an instance keeps its certificates; only the owner may look."""
    return instance / "certificates"


def authority_file(instance: Path) -> Path:
    """The authority's certificate, which tablets install."""
    return folder(instance) / "ca.crt"


def server_file(instance: Path) -> Path:
    """The server's certificate and its key, in one file so that they change together."""
    return folder(instance) / "server.pem"


def kept(instance: Path) -> Kept | None:
    """The certificates of an instance; ``None`` where none were made. ``CertificateTrouble`` where they are broken."""
    if not authority_file(instance).exists() or not server_file(instance).exists():
        return None
    try:
        authority = x509.load_pem_x509_certificate(authority_file(instance).read_bytes())
        leaf = x509.load_pem_x509_certificate(server_file(instance).read_bytes())
    except (ValueError, OSError) as error:
        raise CertificateTrouble(
            f"The certificates can't be read ({error}): `floor cert restore FOLDER --again` puts a copy back, if one"
            " lies in the folder of backups under certificates. Without one `floor cert init --again` makes them anew,"
            " and every tablet must install the new authority."
        ) from error
    return Kept(authority, leaf)


def begin(instance: Path, site: str, names: Names, now: datetime) -> Kept:
    """Makes an authority and a certificate. Tablets that trust an earlier authority must install this one."""
    key = ec.generate_private_key(_KEY)
    authority = _make_authority(key, site, names, now)
    folder(instance).mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder(instance) / "ca.key", _pem(key))
    _write(authority_file(instance), authority.public_bytes(serialization.Encoding.PEM), mode=0o644)
    return renew(instance, names, now)


def renew(instance: Path, names: Names, now: datetime) -> Kept:
    """A new certificate for the server by the authority that is there: tablets notice nothing."""
    try:
        authority = x509.load_pem_x509_certificate(authority_file(instance).read_bytes())
        ca_key = serialization.load_pem_private_key((folder(instance) / "ca.key").read_bytes(), password=None)
    except (ValueError, OSError) as error:
        raise CertificateTrouble(
            f"There is no authority to renew by ({error}): `floor cert init` makes one."
        ) from error
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey):
        raise CertificateTrouble("ca.key is not one that floor made: `floor cert init` makes an authority.")
    key = ec.generate_private_key(_KEY)
    leaf = _make_leaf(key, authority, ca_key, names, now)
    _write(server_file(instance), leaf.public_bytes(serialization.Encoding.PEM) + _pem(key))
    return Kept(authority, leaf)


def keep_current(instance: Path, names: Names, now: datetime) -> str:
    """Renews where this machine has an address that the certificate lacks, or where it nears its end.

    Says why in a sentence; empty where nothing was to do, or where there are no certificates.
    """
    found = kept(instance)
    if found is None:
        return ""
    missing = found.missing(names)
    if not missing and found.ends - now > NEAR_ITS_END:
        return ""
    renew(instance, names, now)
    return f"The certificate was renewed: {'it lacked ' + ', '.join(missing) if missing else 'it neared its end'}."


def put(files: Mapping[str, bytes], into: Path) -> None:
    """Writes certificates and keys by their names into a folder that only the owner may look into."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        _write(into / name, content, mode=0o644 if name.endswith(".crt") else 0o600)


def not_covered(names: Names) -> list[Address]:
    """Addresses of this machine that the authority may never speak for, for they are no private ones."""
    return [each for each in names.addresses if not _is_private(each) and not each.is_loopback]


def _make_authority(key: ec.EllipticCurvePrivateKey, site: str, names: Names, now: datetime) -> x509.Certificate:
    # Without a leading dot: `local` permits floor.local and all others below it.
    dns = [x509.DNSName(each) for each in ("local", *names.plain)]
    networks = [x509.IPAddress(each) for each in NETWORKS]
    # Part of it is by chance: two authorities of one name would be mixed up by a tablet that has both.
    name = f"floor {site} {secrets.token_hex(2)}".replace("  ", " ")[:64]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        _certificate(key, subject, subject, now + _AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints([*dns, *networks], None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _make_leaf(
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    ca_key: ec.EllipticCurvePrivateKey,
    names: Names,
    now: datetime,
) -> x509.Certificate:
    dns, addresses = _allowed(authority, names)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "floor")])
    alternatives = [*map(x509.DNSName, dns), *map(x509.IPAddress, addresses)]
    authority_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    return (
        _certificate(key, subject, authority.subject, min(now + _LEAF_LASTS, authority.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(authority_key, critical=False)
        .sign(ca_key, hashes.SHA256())
    )


def _certificate(
    key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINS)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _allowed(authority: x509.Certificate, names: Names) -> tuple[list[str], list[Address]]:
    """The names and addresses that this authority may speak for: one too many would make the certificate worthless."""
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    plain = {each.value for each in constraints.permitted_subtrees or () if isinstance(each, x509.DNSName)}
    dns = [*names.local, *(each for each in names.plain if each in plain)]
    return dns, [each for each in names.addresses if _is_private(each)]


def _is_private(address: Address) -> bool:
    return any(address in network for network in NETWORKS)


def _besides(addresses: Iterable[Address], covered: Iterable[Address]) -> list[Address]:
    known = set(covered)
    return [each for each in addresses if each not in known]


def _alternatives(leaf: x509.Certificate) -> x509.SubjectAlternativeName:
    return leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
