"""Copies of the site's certificates beside the backups, so that tablets trust a server that was put together anew.

Each authority has a folder of its own there, named by its fingerprint: another one never takes its place. With the keys
in it somebody could pass for this site's server on its own network, and for nothing else; only the owner may read them.
"""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from .certificates import CertificateTrouble, Kept, folder, kept, put

FOLDER = "certificates"
_FILES = ("ca.crt", "ca.key", "server.pem")


def keep_copy(instance: Path, backups: Path) -> None:
    """Copies the certificates in force, where there are any; a renewed one takes the earlier one's place.

    Raises ``CertificateTrouble`` where they are broken: then an earlier copy stays as it is.
    """
    here = kept(instance)
    if here is not None:
        put(_read(folder(instance)), backups / FOLDER / _name(here))


def copies_in(backups: Path) -> list[Path]:
    """The copies in a folder of backups, one for each authority that there was."""
    return sorted(path.parent for path in (backups / FOLDER).glob("*/ca.key"))


def put_back(instance: Path, source: Path) -> Kept:
    """Puts a copy in force. Raises ``CertificateTrouble``, and changes nothing, where it isn't whole."""
    put(_read(source), folder(instance))
    found = kept(instance)
    assert found is not None  # noqa: S101 - it was read above
    return found


def put_back_missing(instance: Path, backups: Path) -> str:
    """Puts the copy back that lies in a folder of backups, where this server has no certificates of its own.

    Answers a sentence for whoever restored: what was done, or what is theirs to decide; empty where there is nothing.
    """
    found, here = copies_in(backups), kept(instance)
    if not found or (here is not None and any(each.name == _name(here) for each in found)):
        return ""
    if here is None and len(found) == 1:
        return f"So are the certificates: tablets trust {put_back(instance, found[0]).fingerprint[:23]}… as before."
    which = ", ".join(str(each) for each in found)
    why = "It has other certificates" if here is not None else "There are copies of several authorities"
    return f"{why}, so none were put back: `floor cert restore FOLDER` does. Copies: {which}."


def _read(source: Path) -> dict[str, bytes]:
    """The files of a copy, if they belong together."""
    try:
        files = {name: (source / name).read_bytes() for name in _FILES}
        authority = x509.load_pem_x509_certificate(files["ca.crt"])
        key = serialization.load_pem_private_key(files["ca.key"], password=None)
        x509.load_pem_x509_certificate(files["server.pem"]).verify_directly_issued_by(authority)
    except (OSError, ValueError, TypeError, InvalidSignature) as error:
        raise CertificateTrouble(f"{source} holds no whole certificates of floor's ({error}).") from error
    if key.public_key() != authority.public_key():
        raise CertificateTrouble(f"In {source} the key is not that of the authority.")
    return files


def _name(here: Kept) -> str:
    return here.fingerprint.replace(":", "").lower()[:16]
