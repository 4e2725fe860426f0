"""Both languages: all that is said in Indonesian has its English, and no page says what is in neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from jinja2 import Environment, nodes
from sqlalchemy import Connection, Engine, String, create_engine, insert, pool, select

from floor import create_app, refusals
from floor.clock import now
from floor.db import Base, db
from floor.demo import prepare
from floor.models import Label, PrintedLabel, PrintJob
from floor.office.sheets_kinds import COLUMNS
from floor.office.standards_sheet import HEADINGS
from floor.quality import say as verdicts_say
from floor.refusals import Refusal
from floor.scan import say as scans_say
from floor.settings import Settings
from tests.looks.demo import tablet_at_the_gate
from tests.looks.furnish import furnish
from tests.looks.routes import MORE, example_of, fill, page_rules
from tests.sources import ROOT

ENGLISH = ROOT / "floor/translations/en/LC_MESSAGES/messages.po"
TEMPLATES = sorted((ROOT / "floor/templates").rglob("*.html"))
# What programs send, what a field wants typed and what a sheet's columns are called is the same in every language.
SAME_EVERYWHERE = {"Authorization: Bearer …", "S=104; M=108", "v", "floor", "OK", "https://…"}
SAME_EVERYWHERE |= {column.heading for columns in COLUMNS.values() for column in columns}
SAME_EVERYWHERE |= HEADINGS
SHOWN = {"title", "alt", "placeholder", "aria-label"}
# Where words stand among what a macro of the pages is given, and as which keyword.
WORDS_AT = {
    **dict.fromkeys(("card", "button", "go", "loading"), (0,)),
    **dict.fromkeys(("help", "offline"), (0, 1)),
    **dict.fromkeys(("failed",), (0, 1, 3)),
    **dict.fromkeys(("tile",), (2, 3)),
    **dict.fromkeys(("confirm",), (0, 1, 3)),
    **dict.fromkeys(("progress",), (2,)),
    **dict.fromkeys(("look", "badge", "figure", "field", "number", "choice", "options", "tick", "note", "cell"), (1,)),
    **dict.fromkeys(("page_head", "empty"), (0, 1, 3)),
}
WORDS_AS = {"hint", "text", "word", "words", "title", "caption", "purpose"}
LOOKED_AT = {
    each.rule: ("tablet" if each.by_tablet else "administrator", example_of(each.rule)) for each in page_rules()
}
PAGES = {name: (who, example) for name, (who, example) in (LOOKED_AT | MORE).items() if example is not None}
A_CONJUNCTION = re.compile(r"dan|atau|tetapi|karena|bahwa|yang|supaya|sejak|oleh|untuk|dengan")


@cache
def english() -> Catalog:
    """The catalogue, by msgid."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def each_word() -> list[Message]:
    """All that stands in the catalogue, its header aside."""
    return [message for message in english() if message.id]


@cache
def used() -> Catalog:
    """What the code and the pages say now, found as `make words` finds it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog()
    for _file, _line, msgid, _comments, context in extract_from_dir(ROOT, methods, options):
        found.add(msgid, context=context)
    return found


def placeholders(text: str) -> set[str]:
    """The names that numbers and names are put in at: ``%(count)s``, ``{count}``."""
    return set(re.findall(r"%\(\w+\)s|\{\w+\}|%%", text))


def both(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of the Indonesian with the English for it."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    yield from zip(ids, strings, strict=True)


def test_everything_that_is_said_has_its_english() -> None:
    """`make words` brings what is new into the catalogue; its English is then written there by hand."""
    known = {(message.context, message.id) for message in each_word() if all(string for _, string in both(message))}
    assert sorted({(m.context or "", str(m.id)) for m in used() if m.id and (m.context, m.id) not in known}) == []


def test_the_catalogue_holds_nothing_that_isnt_said() -> None:
    said = {(message.context, message.id) for message in used()}
    assert [message.id for message in each_word() if (message.context, message.id) not in said] == []


def test_no_english_is_only_a_guess() -> None:
    assert [message.id for message in english() if message.fuzzy] == []


def test_both_languages_are_filled_in_alike() -> None:
    differ = [
        pair for message in each_word() for pair in both(message) if placeholders(pair[0]) != placeholders(pair[1])
    ]
    assert differ == []


def test_a_sentence_is_translated_whole() -> None:
    """Pieces that are put together on the page can't be put in another language's order."""
    alone = re.compile(rf"\s.*|.*(\s|-)|{A_CONJUNCTION.pattern}", re.DOTALL)
    assert [one for message in each_word() for one, _ in both(message) if alone.fullmatch(one)] == []


@pytest.mark.parametrize("refusal", refusals.ALL.values(), ids=lambda refusal: refusal.code)
def test_a_refusal_says_the_same_in_both_languages(refusal: Refusal) -> None:
    assert placeholders(refusal.id) == placeholders(refusal.en)


def test_a_refusal_is_defined_once() -> None:
    defined = re.findall(r"^(\w+) = _no\(", (ROOT / "floor/refusals.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(defined) == sorted(refusals.ALL)


@pytest.mark.parametrize(("lang", "most"), [("id", "2.000"), ("en", "2,000")])
def test_a_refusals_numbers_are_written_as_its_language_does(lang: str, most: str) -> None:
    assert f" {most} " in refusals.TOO_MANY_LABELS.sentence(lang, {"most": 2000})


@pytest.mark.parametrize("module", [scans_say, verdicts_say], ids=["scans", "verdicts"])
def test_an_answer_says_the_same_in_both_languages(module: ModuleType) -> None:
    kept = list(vars(module).values())
    pairs = [each for value in kept for each in (value.values() if isinstance(value, dict) else [value])]
    pairs = [pair for pair in pairs if isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str)]
    assert pairs and [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


@pytest.mark.parametrize("word", ["Tercatat", "Diurungkan"])
def test_a_stations_large_word_is_the_answers_first(word: str) -> None:
    """The station's screen doesn't say it twice: it leaves the answer's first word out where it is the large one."""
    sentences = [pair for pair in vars(scans_say).values() if isinstance(pair, tuple) and str(pair[0]).startswith(word)]
    message = english().get(word)
    assert message and sentences
    assert all(pair[1].startswith(f"{message.string}. ") for pair in sentences)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_shows_no_words_of_its_own(path: Path) -> None:
    drawn = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for block in drawn.find_all(nodes.Block):
        block.body = [] if block.name.endswith("_class") else block.body
    page = Shown()
    page.feed("".join(data.data for data in drawn.find_all(nodes.TemplateData)))
    said = [*page.said, *(word for call in drawn.find_all(nodes.Call) for word in given_to(call))]
    said = [re.sub(r'[\w-]+="[^"]*"', "", text) for text in said]  # a macro may make attributes alone
    assert [text for text in said if re.search(r"[^\W\d_]", text) and text not in SAME_EVERYWHERE] == []


# Words that are of one language alone: a page in the other one that says them was put together somewhere else.
FOREIGN = {
    "en": r"yang|dan|untuk|belum|sudah|dengan|dari|lagi|hari|pesanan|barang|petugas|tahap|oleh|sejak|semua",
    "id": r"the|and|of|is|are|not|for|with|yet|was|this|page|pieces",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_one_language_throughout(workshop: Workshop, name: str) -> None:
    """Only on SQLite: what a page says doesn't depend on the database. Needs the compiled catalogue: `make setup`."""
    for lang, said in workshop.said(*PAGES[name]):
        foreign = re.compile(rf"\b({FOREIGN[lang]})\b", re.IGNORECASE)
        assert (lang, {text for text in said - SAME_EVERYWHERE if foreign.search(text)}) == (lang, set())
        assert lang == "id" or {text for text in said if is_untranslated(text)} == set()


def is_untranslated(text: str) -> bool:
    """Whether it is Indonesian of the catalogue, filled in or not, and the English of nothing."""
    indonesian, spoken = sentences()
    return text not in SAME_EVERYWHERE and bool(indonesian.fullmatch(text)) and not spoken.fullmatch(text)


@cache
def sentences() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All that is said in Indonesian alone, and all that is said in English, with anything put in."""
    pairs = [pair for message in each_word() for pair in both(message)]
    indonesian = {one for one, other in pairs if one != other.removeprefix("the ")}
    return tuple(
        re.compile("|".join(re.sub(r"%\\\(\w+\\\)s|\\\{\w+\\\}", ".+", re.escape(text)) for text in texts))
        for texts in (indonesian, {other for _, other in pairs})
    )  # type: ignore[return-value]


@dataclass
class Workshop:
    """The demo, and those who look at its pages."""

    engine: Engine
    browsers: dict[str, FlaskClient]
    names: re.Pattern[str]

    def said(self, who: str, example: str) -> Iterator[tuple[str, set[str]]]:
        """What a page says in each language, but for what was entered in the workshop itself."""
        with self.engine.connect() as conn:
            address = fill(example, conn, {"job": "1"})
        for lang in ("id", "en"):
            answer = self.browsers[who].get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
            assert answer.status_code in (200, 302, 404, 422), answer.text
            page = Shown()
            page.feed(re.sub(r"<style.*?</style>", "", answer.text, flags=re.DOTALL))
            yield lang, {self.names.sub("…", text) for text in page.said} if answer.status_code != 302 else set()


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """The demo with everything that pages show, looked at by whoever the crawl of pages sends there."""
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings(instance=folder, database_url=f"sqlite:///{folder / 'floor.db'}", secret_key="k" * 32)
    prepare(settings, reset=False)
    db.open_for_writing(settings.database_url, settings.queue_limit)
    token = str(db.write(tablet_at_the_gate))
    db.write(furnish)
    db.write(_print_a_label)
    app = create_app(settings)
    browsers = {who: app.test_client() for who in ("administrator", "tablet", "nobody")}
    browsers["tablet"].set_cookie("floor_station", token)
    asked = {"csrf_token": browsers["administrator"].get("/csrf").get_json()["token"], "id": str(uuid4())}
    browsers["administrator"].post("/sign-in", data={**asked, "officer": "PTG-01", "pin": "1010"})
    engine = create_engine(settings.database_url, poolclass=pool.NullPool)
    with engine.connect() as conn:
        names = _names(conn)
    yield Workshop(engine, browsers, names)
    with app.app_context():
        db.engine.dispose()
    db.close_writing()


def _print_a_label(conn: Connection) -> None:
    label, code = conn.execute(select(Label.id, Label.code).order_by(Label.id)).first() or ("", "")
    asked = {"back": "/labels", "labels": [[code, "", "", "", "", "", ""]], "more": None}
    common = {"client_id": uuid4().bytes, "fingerprint": 0, "asked": asked, "made_at": now(), "status": "ready"}
    job = conn.execute(insert(PrintJob).values(kind="blanks", medium="a4-24", total=1, **common).returning(PrintJob.id))
    conn.execute(insert(PrintedLabel).values(print_job_id=job.scalar_one(), label_id=label, position=0))


def _names(conn: Connection) -> re.Pattern[str]:
    """What was entered as names and notes, the longest first: the workshop's own words, in the language it speaks."""
    columns = [each for table in Base.metadata.sorted_tables for each in table.c if isinstance(each.type, String)]
    found = {str(name) for column in columns for name in conn.scalars(select(column).distinct()) if name}
    names = sorted((name for name in found if not name.islower() or " " in name), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))


class Shown(HTMLParser):
    """What a page shows as words: its text, and attributes that are read out or hover."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value.strip() for name, value in attrs if name in SHOWN and value]

    def handle_data(self, data: str) -> None:
        self.said += [data.strip()] if data.strip() else []


def given_to(call: nodes.Call) -> Iterator[str]:
    """The words that a macro is given as they stand, outside ``_()``."""
    name = call.node.attr if isinstance(call.node, nodes.Getattr) else getattr(call.node, "name", "")
    if name in ("facts", "table"):
        for row in (row for given in call.args[:1] for row in given.find_all(nodes.List)):
            for item in row.items:
                yield from literals(item.items[0] if isinstance(item, nodes.Tuple) else item)
    elif name in WORDS_AT:
        for at in WORDS_AT[name]:
            yield from literals(*call.args[at : at + 1])
        for keyword in call.kwargs:
            if keyword.key in WORDS_AS:
                yield from literals(keyword.value)


def literals(*given: nodes.Node) -> Iterator[str]:
    """Texts that stand in an expression, but for those that something else is called with."""
    for node in given:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, (nodes.Call, nodes.Getitem, nodes.Compare, nodes.Filter)):
            yield from literals(*node.iter_child_nodes())
