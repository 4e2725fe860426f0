"""``floor cert``: the site's own certificates, made, renewed and told of."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..settings import BadSetting, Settings, load

if TYPE_CHECKING:
    from .certificates import Kept
    from .names import Names


@click.group()
def cert() -> None:
    """The site's own certificates, for the secure door (HTTPS)."""


@cert.command("init")
@click.option("--name", default="", help="What tablets call the authority (this machine's name by default).")
@click.option("--again", is_flag=True, help="Replace the authority: every tablet must then install the new one.")
def init(name: str, again: bool) -> None:
    """Makes the authority and the server's certificate; `floor serve` then opens the secure door too."""
    from .certificates import begin, kept

    with _sentences():
        settings, names = _here()
        if not again and kept(settings.instance) is not None:
            raise click.ClickException(
                "There are certificates already. `floor cert renew` renews the server's, and tablets notice nothing;"
                " `floor cert init --again` makes all anew, and every tablet must install the new authority."
            )
        _tell(settings, names, begin(settings.instance, name or socket.gethostname(), names, datetime.now(UTC)))


@cert.command("renew")
def renew() -> None:
    """A new certificate for the server by the same authority; in force at once, also while serving."""
    from .certificates import renew as make

    with _sentences():
        settings, names = _here()
        _tell(settings, names, make(settings.instance, names, datetime.now(UTC)))


@cert.command("restore")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Though another authority is in force here: it is copied to backups first.")
def restore(folder: Path, again: bool) -> None:
    """Puts a copy of certificates in force that `floor backup` made; tablets that trusted them do so again."""
    from .certificates import CertificateTrouble, kept
    from .copies import keep_copy, put_back

    with _sentences():
        settings, names = _here()
        if not again and kept(settings.instance) is not None:
            raise click.ClickException(
                "There are certificates already: `floor cert restore FOLDER --again` puts the copy in their place,"
                " and tablets that trust only the present ones must install it."
            )
        try:
            keep_copy(settings.instance, settings.instance / "backups")
        except CertificateTrouble as trouble:  # what a copy is put back for
            click.echo(f"LOOK  Those in force were not whole, so no copy of them was kept: {trouble}")
        _tell(settings, names, put_back(settings.instance, folder))


@cert.command("show")
def show() -> None:
    """What the certificate holds for, when it ends, and where tablets fetch the authority's."""
    from .certificates import kept

    with _sentences():
        settings, names = _here()
        found = kept(settings.instance)
        if found is None:
            raise click.ClickException("There are no certificates yet: `floor cert init` makes them.")
        _tell(settings, names, found)


def _here() -> tuple[Settings, Names]:
    from .names import names_here

    settings = load()
    return settings, names_here(settings.lan_names)


@contextmanager
def _sentences() -> Iterator[None]:
    from .certificates import CertificateTrouble

    try:
        yield
    except (BadSetting, CertificateTrouble) as trouble:
        raise click.ClickException(str(trouble)) from trouble


def _tell(settings: Settings, names: Names, found: Kept) -> None:
    from .certificates import authority_file, not_covered
    from .names import address_of, lan_address

    lan = lan_address() or "localhost"
    lines = [
        f"Sertifikat / certificate: {authority_file(settings.instance)}",
        f"SHA-256: {found.fingerprint}",
        f"Berlaku untuk / holds for: {', '.join([*found.names, *map(str, found.addresses)])}",
        f"Sampai / until: {found.ends:%Y-%m-%d}",
        f"Di tablet, buka / on a tablet, open: {address_of('http', lan, settings.port)}/certificate",
        f"Sesudah dipasang / once installed: {address_of('https', lan, settings.secure_port)}/",
    ]
    lacking = found.missing(names)
    if lacking:
        lines.append(f"LOOK  It lacks {', '.join(lacking)}: `floor cert renew`, or start floor again.")
    if outside := not_covered(names):
        lines.append(f"LOOK  {', '.join(map(str, outside))} is no private address: HTTPS can't be used there.")
    click.echo("\n".join(lines))
