"""The commands. Each does one thing, says what it did, and exits with 0 only if all went well."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from .clock import ZONES
from .doors.commands import cert
from .settings import BadSetting, Settings, load

_ROLES = ("administrator", "supervisor", "inspector", "operator", "viewer")


@click.group()
def main() -> None:
    """Follows every piece through a workshop."""


main.add_command(cert)


def _settings(**given: Any) -> Settings:
    try:
        return replace(load(), **{name: value for name, value in given.items() if value is not None})
    except BadSetting as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(1)


@contextmanager
def _app() -> Iterator[Any]:
    """The application in its context, on an upgraded database, let go of at the end."""
    from . import create_app
    from .db import db
    from .upgrade import upgrade

    settings = _settings()
    upgrade(settings.database_url)
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            db.close_writing()


@contextmanager
def _sentences() -> Iterator[None]:
    """Ends the command with the sentence of whatever is refused inside."""
    from flask_babel import force_locale

    from .access.answers import sentence
    from .refusals import Refused

    try:
        yield
    except Refused as refused:
        with force_locale("en"):
            _stop(sentence(refused.no))


def _new_pin() -> str:
    return str(click.prompt("PIN", hide_input=True, confirmation_prompt="The same PIN again"))


@main.command()
@click.option("--reset", is_flag=True, help="Throw the demo away and start afresh.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to serve on (8000).")
@click.option("--https-port", type=click.IntRange(1, 65535), help="The secure door's port (443 above the other: 8443).")
@click.option("--no-serve", is_flag=True, help="Only make the demo.")
def demo(reset: bool, port: int | None, https_port: int | None, no_serve: bool) -> None:
    """Makes a demo workshop (once) and serves it until stopped."""
    from .demo import prepare, welcome
    from .serve import AlreadyServing, serve, serving

    settings = _settings(port=port, https_port=https_port)
    try:
        with serving(settings.instance):
            prepare(settings, reset=reset)
        if not no_serve:
            serve(settings, lambda secure_port: click.echo(welcome(settings, secure_port)))
    except AlreadyServing as error:
        _stop(str(error))


@main.command()
@click.option("--port", type=click.IntRange(1, 65535))
@click.option("--https-port", type=click.IntRange(1, 65535), help="The secure door's, once `floor cert init` was run.")
@click.option("--host")
def serve(port: int | None, https_port: int | None, host: str | None) -> None:
    """Serves the workshop until stopped: over HTTP, and over HTTPS where there are certificates."""
    from .serve import AlreadyServing, addresses
    from .serve import serve as run
    from .upgrade import upgrade

    settings = _settings(port=port, https_port=https_port, host=host)
    upgrade(settings.database_url)

    def told(secure_port: int | None) -> None:
        click.echo("\n".join([*addresses(settings.port, secure_port), *_how_to_begin(settings)]))

    try:
        run(settings, told)
    except AlreadyServing as error:
        _stop(str(error))


def _how_to_begin(settings: Settings) -> list[str]:
    """The set-up code, while nobody can sign in."""
    from sqlalchemy import create_engine

    from .office.first_start import is_empty
    from .office.first_start_code import in_words, setup_code

    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as conn:
            if not is_empty(conn):
                return []
    finally:
        engine.dispose()
    code = in_words(setup_code(settings.instance))
    return [
        f"Kode pemasangan / set-up code: {code}",
        "Buka alamat di atas untuk memulai. / Open an address above to begin.",
    ]


@main.command()
@click.option("--json", "as_json", is_flag=True)
def verify(as_json: bool) -> None:
    """Proves the ledger's invariants from its rows; exits with 0 only if all holds."""
    from .boards.verify import verify as prove
    from .db import db

    with _app():
        proof = prove(db.session.connection())
    click.echo(json.dumps(proof.to_dict(), ensure_ascii=False, indent=2) if as_json else str(proof))
    if not proof.holds:
        raise SystemExit(1)


@main.command()
def backup() -> None:
    """Copies the database into instance/backups/, while serving or not."""
    from .backup import BackupFailed
    from .backup import backup as copy

    try:
        click.echo(copy(_settings()))
    except BackupFailed as error:
        _stop(str(error))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Puts a copy back; refuses while serving."""
    from .backup import BackupFailed
    from .backup import restore as put_back
    from .serve import AlreadyServing, serving
    from .upgrade import upgrade

    settings = _settings()
    try:
        with serving(settings.instance):
            certificates = put_back(settings, file)
            upgrade(settings.database_url)
    except (AlreadyServing, BackupFailed) as error:
        _stop(str(error))
    click.echo(f"{file.name} is in place. Tablets will send again what they keep. {certificates}".strip())


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line.")
def decode(files: tuple[Path, ...], as_json: bool) -> None:
    """Reads every label in photos; exits with 0 only if each file had one."""
    from .scan.decode import NotAPicture, PictureTooLarge, describe, read_image

    missed = False
    for file in files:
        try:
            labels = [describe(label) for label in read_image(file.read_bytes())]
            said: dict[str, Any] = {"file": str(file), "labels": labels}
        except (NotAPicture, PictureTooLarge) as error:
            said = {"file": str(file), "labels": [], "error": type(error).__name__}
        missed = missed or not said["labels"]
        texts = ", ".join(str(label["text"]) for label in said["labels"])
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{file}: {texts or '–'}")
    if missed:
        raise SystemExit(1)


@main.group()
def site() -> None:
    """The workshop itself."""


@site.command("set")
@click.option("--code", help="A short code: it stands on papers and in exports.")
@click.option("--name", help="As it stands at the top of every page.")
@click.option("--zone", type=click.Choice(list(ZONES)), help="The time zone.")
@click.option("--camera/--no-camera", default=None, help="Whether cameras may be used here (no, until said).")
def set_site(camera: bool | None, **asked: str | None) -> None:
    """Names the workshop; the first time code, name and zone are needed."""
    from .db import db
    from .office.listing import sites
    from .office.site import set_up

    given = {field: value for field, value in asked.items() if value is not None}
    with _app():
        with _sentences():
            db.write(lambda conn: set_up(conn, given, camera))
        _print_rows(sites(), as_json=False)


@site.command("code")
def setup_code() -> None:
    """Prints the code that opens the first start; there is none once an officer can sign in."""
    from .upgrade import upgrade

    settings = _settings()
    upgrade(settings.database_url)
    said = _how_to_begin(settings)
    if not said:
        _stop("There are officers already: sign in as an administrator.")
    click.echo(said[0].rpartition(": ")[2])


@site.command("library")
def fill_site() -> None:
    """Gives a new workshop stages, routes, standards and defects to begin with; change them on its pages."""
    from sqlalchemy.exc import DBAPIError

    from . import clock, library
    from .db import db, is_unique_violation

    with _app():
        try:
            db.write(lambda conn: library.load(conn, clock.now()))
        except DBAPIError as error:
            if not is_unique_violation(error):
                raise
            _stop("There are stages or standards of that name already: nothing was changed.")
    click.echo("Stages, routes, standards and defects are there: see /office.")


@main.group()
def officers() -> None:
    """Officers, who sign in."""


@officers.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_officers(as_json: bool) -> None:
    """Every officer and the roles granted."""
    from .office.listing import officers as listed

    with _app():
        _print_rows(listed(), as_json)


@officers.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(_ROLES), help="Once for each role.")
@click.option("--pin-stdin", is_flag=True, help="Read the PIN from standard input instead of asking for it.")
def add_officer(code: str, name: str, roles: tuple[str, ...], pin_stdin: bool) -> None:
    """Adds an officer; asks for the PIN (four to eight digits) twice."""
    from .db import db
    from .models import Role
    from .office import typed
    from .office.officers import add

    pin = sys.stdin.readline().strip() if pin_stdin else _new_pin()
    with _app(), _sentences():
        code = typed.code({"code": code}, "code", "kode petugas")
        name = typed.text({"name": name}, "name", "nama petugas")
        db.write(lambda conn: add(conn, code, name, frozenset(Role(role) for role in roles), pin))
    click.echo(f"{code} may sign in.")


@main.group()
def stations() -> None:
    """Stations and their tokens."""


@stations.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_stations(as_json: bool) -> None:
    """Every active station, its stages, who is signed in."""
    from .office.listing import stations as listed

    with _app():
        _print_rows(listed(), as_json)


@stations.command("token")
@click.argument("code")
@click.option("--officer", help="The officer this machine scans for (the first operator by default).")
def token(code: str, officer: str | None) -> None:
    """Prints a new token for a machine at a station, and nothing else."""
    from .office.listing import machine_token

    with _app():
        made = machine_token(code, officer)
    if made is None:
        _stop(f"There is no active station {code}, or no officer {officer or 'who may scan'}.")
    click.echo(made)


@main.group()
def batches() -> None:
    """Batches."""


@batches.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_batches(as_json: bool) -> None:
    """Every batch of an open order, with the codes of its units."""
    from .office.listing import batches as listed

    with _app():
        _print_rows(listed(), as_json)


@main.command()
@click.argument("batch")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--media", default="a4-24", show_default=True)
@click.option("--first-cell", default=0, show_default=True, type=click.IntRange(0))
def labels(batch: str, out: Path, media: str, first_cell: int) -> None:
    """Writes the labels of a batch as a PDF, every label read back first."""
    from .db import db
    from .labels.printing import batch_pdf

    with _app(), _sentences():
        pdf = batch_pdf(db.session.connection(), batch, media, first_cell)
    out.write_bytes(pdf)
    click.echo(out)


@main.command()
def doctor() -> None:
    """Says what this machine has and what it lacks; exits with 0 only if floor can serve."""
    from .doctor import findings

    well = True
    for good, sentence in findings(_settings()):
        click.echo(("ok    " if good else "LOOK  ") + sentence)
        well = well and good is not False
    if not well:
        raise SystemExit(1)


@main.command()
def voice() -> None:
    """Makes the clips that tablets speak with; while serving they are made by themselves, beside everything else."""
    from .stations.voice import make_here

    with _app():
        made, size = make_here()
    if not size:
        _stop("espeak-ng is missing (package espeak-ng): tablets speak with their own voice, or not at all.")
    click.echo(f"{made} clips made; all of them: {size // 1024} KiB.")


def _print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("  ".join(_in_words(value) for value in row.values() if not _is_deep(value)))


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else " ".join(value) if isinstance(value, list) else str(value)


def _is_deep(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)
