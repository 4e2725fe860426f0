"""Every page there is, found in the routes, and how a reader gets to one that has something to show.

A new page without arguments is found by itself. One with arguments needs an example: a line in ``EXAMPLES``. What isn't
a page (a file, a fragment, JSON) is named in ``NO_PAGES``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, text
from werkzeug.routing import Rule

import floor
from floor.access.marks import Mark, mark_of

# What stands in an address for the argument of a route: the first that the demo has. None of them changes anything.
EXAMPLES = {
    "/batches/<number>": "/batches/{batch}",
    "/cartons/<number>": "/cartons/A-031-K01",
    "/orders/<number>": "/orders/PO-A-031",
    "/orders/<number>/moves": "/orders/PO-A-031/moves",
    "/units/<code>": "/units/{bundle}",
    "/labels/batches/<number>": "/labels/batches/{batch}",
    "/labels/batches/<number>/sheet": "/labels/batches/{unprinted}/sheet?which=all&media=a4-24",
    "/labels/blanks/sheet": "/labels/blanks/sheet?count=24&media=a4-24",
    "/labels/cards/<kind>": "/labels/cards/officer",
    "/labels/cards/<kind>/sheet": "/labels/cards/command/sheet?key=undo&copies=1",
    "/labels/cartons/<number>": "/labels/cartons/A-031-K01",
    "/labels/cartons/<number>/sheet": "/labels/cartons/A-031-K01/sheet",
    "/labels/jobs/<int:job_id>": "/labels/jobs/{job}",
    "/labels/jobs/<int:job_id>/anew/sheet": "/labels/jobs/{job}/anew/sheet?again=1",
    "/labels/jobs/<int:job_id>/outcome": "/labels/jobs/{job}/outcome",
    "/labels/orders/<number>": "/labels/orders/PO-A-031",
    "/labels/orders/<number>/sheet": "/labels/orders/PO-A-032/sheet?which=all&media=a4-24",
    "/labels/printers/<code>": "/labels/printers/P1",
    "/labels/units/<code>": "/labels/units/{unprinted unit}",
    "/labels/units/<code>/sheet": "/labels/units/{unprinted unit}/sheet",
    "/office/<any(officers):kind>/<code>/archive": "/office/officers/PTG-08/archive",
    "/office/<any(partners,workers):kind>/<code>/archive": "/office/partners/MKA/archive",
    "/office/<any(products,routes,standards,stages,stations,workshops):kind>/<code>/archive": (
        "/office/products/KOK-PJ/archive"
    ),
    "/office/batches/<number>": "/office/batches/{batch}",
    "/office/cartons/<number>": "/office/cartons/A-031-K01",
    "/office/deliveries/<number>": "/office/deliveries/SJ-LIHAT-3",
    "/office/deliveries/<number>/approve": "/office/deliveries/SJ-LIHAT-1/approve",
    "/office/deliveries/<number>/cancel": "/office/deliveries/SJ-LIHAT-2/cancel",
    "/office/deliveries/<number>/edit": "/office/deliveries/SJ-LIHAT-1/edit",
    "/office/deliveries/<number>/gate": "/office/deliveries/SJ-LIHAT-2/gate",
    "/office/deliveries/<number>/sign": "/office/deliveries/SJ-LIHAT-3/sign",
    "/office/officers/<code>": "/office/officers/PTG-06",
    "/office/officers/<code>/badge": "/office/officers/PTG-06/badge",
    "/office/officers/<code>/pin": "/office/officers/PTG-06/pin",
    "/office/orders/<number>": "/office/orders/PO-A-031",
    "/office/orders/<number>/batches/new": "/office/orders/PO-A-031/batches/new",
    "/office/orders/<number>/deliveries/new": "/office/orders/PO-A-031/deliveries/new",
    "/office/orders/<number>/edit": "/office/orders/PO-A-031/edit",
    "/office/orders/<number>/end": "/office/orders/PO-A-031/end",
    "/office/orders/<number>/receipts/new": "/office/orders/PO-A-031/receipts/new",
    "/office/partners/<code>": "/office/partners/MKA",
    "/office/posts/<int:held_id>": "/office/posts/1",
    "/office/products/<code>": "/office/products/KOK-PJ",
    "/office/returns/<code>": "/office/returns/{bundle}",
    "/office/returns/<code>/decide": "/office/returns/{bundle}/decide",
    "/office/routes/<code>": "/office/routes/{route}",
    "/office/routes/<code>/<int:number>": "/office/routes/{route}/1",
    "/office/routes/<code>/new-version": "/office/routes/{route}/new-version",
    "/office/sheets/<kind>": "/office/sheets/orders",
    "/office/stages/<code>": "/office/stages/{stage}",
    "/office/standards/<code>": "/office/standards/{standard}",
    "/office/standards/<code>/<int:number>": "/office/standards/{standard}/1",
    "/office/standards/<code>/draft/checks": "/office/standards/{written}/draft/checks",
    "/office/standards/<code>/draft/checks/new": "/office/standards/{written}/draft/checks/new?kind=measured",
    "/office/standards/<code>/draft/checks/<uuid:key>": "/office/standards/{written}/draft/checks/{check}",
    "/office/standards/<code>/draft/copy": "/office/standards/{written}/draft/copy",
    "/office/standards/<code>/draft/defects": "/office/standards/{written}/draft/defects",
    "/office/standards/<code>/draft/defects/new": "/office/standards/{written}/draft/defects/new",
    "/office/standards/<code>/draft/defects/<defect>": "/office/standards/{written}/draft/defects/G01",
    "/office/standards/<code>/draft/drop": "/office/standards/{written}/draft/drop",
    "/office/standards/<code>/draft/plans": "/office/standards/{written}/draft/plans",
    "/office/standards/<code>/draft/publish": "/office/standards/{written}/draft/publish",
    "/office/standards/<code>/draft/sheet": "/office/standards/{written}/draft/sheet",
    "/office/standards/<code>/name": "/office/standards/{standard}/name",
    "/office/stations/<code>": "/office/stations/KV-QC",
    "/office/stations/<code>/pair": "/office/stations/KV-QC/pair",
    "/office/tablets/<int:token_id>/name": "/office/tablets/{tablet}/name",
    "/office/tablets/<int:token_id>/revoke": "/office/tablets/{tablet}/revoke",
    "/office/stations/<code>/token": "/office/stations/KV-QC/token",
    "/office/units/<code>": "/office/units/{bundle}",
    "/office/units/<code>/catch-up": "/office/units/{bundle}/catch-up",
    "/office/units/<code>/correct": "/office/units/{bundle}/correct",
    "/office/units/<code>/deviation": "/office/units/{held}/deviation",
    "/office/units/<code>/merge": "/office/units/{bundle}/merge",
    "/office/units/<code>/relabel": "/office/units/{bundle}/relabel",
    "/office/units/<code>/release": "/office/units/{bundle}/release",
    "/office/units/<code>/split": "/office/units/{bundle}/split",
    "/office/units/<code>/undo": "/office/units/{bundle}/undo",
    "/office/units/<code>/void-label": "/office/units/{bundle}/void-label",
    "/office/workers/<code>": "/office/workers/K1",
    "/office/workshops/<code>": "/office/workshops/KONVEKSI",
    "/paper/readings/<int:reading_id>": "/paper/readings/1",
    "/figures/measures/<int:check>": "/figures/measures/{measured}?period=30",
    "/quality/given/<client_id>": "/quality/given/{verdict}",
    "/paper/sheets": "/paper/sheets?codes={sheet}",
    "/quality/inspect/<code>": "/quality/inspect/{judged}",
    "/quality/inspections/<int:inspection_id>": "/quality/inspections/{inspection}",
    "/quality/inspections/<int:inspection_id>/correct": "/quality/inspections/{inspection}/correct",
    "/quality/lots/<number>": "/quality/lots/{open lot}",
    "/quality/lots/new": "/quality/lots/new?unit={judged}",
    "/quality/lots/of/<product>/<partner>": "/quality/lots/of/KRS-LP/TOK",
    "/quality/rechecks/<int:recheck_id>": "/quality/rechecks/{recheck}",
    "/quality/standards/<code>": "/quality/standards/{standard}",
}

# Answered with a file (where its name doesn't end like one), a fragment of a page, or JSON.
NO_PAGES = {
    "/reader/<version>/<name>",
    "/station/voice/<digest>",
    "/<any('connecttest.txt', 'ncsi.txt', 'success.txt', 'check_network_status.txt'):name>",
    "/gen_204",
    "/generate_204",
    "/tablet-check/now",
    "/photos/<name>",
    "/photos/small/<name>",
    "/units/<code>/rows",
    "/batches/<number>/rows",
    "/csrf",
    "/labels/jobs/<int:job_id>/state",
    "/morning",
    "/office/deliveries/<number>/certificate",
    "/office/deliveries/<number>/paper",
    "/office/scrap/<order>/<day>/paper",
    "/office/sheets/<kind>/all.<ending>",
    "/office/sheets/<kind>/files/<uuid:name>",
    "/office/sheets/<kind>/template.<ending>",
    "/office/standards/<code>/<int:number>/export.<ending>",
    "/office/standards/<code>/draft/export.<ending>",
    "/office/standards/<code>/draft/sheet/<uuid:name>",
    "/office/stations/<code>/pair/state",
    "/office/tablets/cards",
    "/orders/<number>/rows",
    "/orders/board/rows",
    "/orders/rows",
    "/quality/away",
    "/quality/blank/",
    "/quality/blank/<code>",
    "/quality/inspections/of/<uuid:client_id>",
    "/quality/waiting",
    "/static/<path:filename>",
    "/station/look",
}

# Pages that one route shows in more than one way, those that say no, and who looks at them.
MORE = {
    "the wall, where work piles up": ("administrator", "/orders/board?page=3"),
    "a search that finds nothing": ("administrator", "/find?code=ZZZZ"),
    "no such page": ("administrator", "/no/such/page"),
    "how a check is answered": ("administrator", "/office/standards/{written}/draft/checks/new"),
    "a tablet that isn't paired": ("administrator", "/station"),
    "the way in": ("nobody", "/sign-in"),
    "trusting the server, Android 11": ("nobody", "/certificate?for=android"),
    "trusting the server, Android 10": ("nobody", "/certificate?for=android-10"),
    "testing a tablet": ("nobody", "/tablet-check"),
    "the queue at a desk": ("administrator", "/quality"),
    "what a month of inspections tells": ("administrator", "/figures?period=30"),
    "where a month's defects were": ("administrator", "/figures/defects?period=30"),
    "a month's control chart": ("administrator", "/figures/days?period=30"),
    "high contrast": ("administrator", "/office?contrast=high"),
    "plain contrast": ("administrator", "/office?contrast=plain"),
}

# Answered otherwise than with 200, and pages all the same.
STATUS = {
    "a search that finds nothing": 404,
    "no such page": 404,
    "/labels/jobs/<int:job_id>/anew/sheet": 422,  # nothing of the demo's is spoiled,
    "/office/returns/<code>/decide": 404,  # and nothing came back
}

# Screens that say it by what they are: large panels read from two metres and more, and what is judged now.
NO_LEAD = {"/station", "/orders/board", "/quality/inspect/<code>", "/quality/given/<client_id>", "orders on the wall"}

# How the placeholders above are found in the demo: an SQL that answers one text.
NAMES = {
    "verdict": "SELECT client_id FROM inspection WHERE outcome = 'recorded' AND undoes_id IS NULL"
    " ORDER BY id DESC LIMIT 1",
    "measured": "SELECT check_item_id FROM finding WHERE value IS NOT NULL GROUP BY check_item_id"
    " ORDER BY COUNT(*) DESC LIMIT 1",
    "batch": "SELECT u.name FROM unit u WHERE u.parent_id IS NULL ORDER BY u.id LIMIT 1",
    "bundle": "SELECT l.code FROM label l JOIN unit u ON u.id = l.unit_id JOIN balance b ON b.unit_id = u.id"
    " WHERE u.parent_id IS NOT NULL AND b.quantity > 0 AND b.place > 0 ORDER BY u.id LIMIT 1",
    "workshop": "SELECT code FROM workshop ORDER BY id LIMIT 1",
    "judged": "SELECT l.code FROM balance b JOIN unit u ON u.id = b.unit_id JOIN label l ON l.unit_id = u.id"
    " JOIN route_step s ON s.route_version_id = u.route_version_id AND s.number = b.place"
    " JOIN station_stage t ON t.stage_id = s.stage_id JOIN station p ON p.id = t.station_id"
    " WHERE p.code = 'KV-QC' AND b.quantity > 0 ORDER BY u.id LIMIT 1",
    "held": "SELECT l.code FROM balance b JOIN unit u ON u.id = b.unit_id JOIN label l ON l.unit_id = u.id"
    " JOIN route_step s ON s.route_version_id = u.route_version_id AND s.number = b.place - 5000 AND s.is_gate"
    " WHERE b.quantity > 0 ORDER BY u.id LIMIT 1",
    "inspection": "SELECT MAX(id) FROM inspection WHERE outcome = 'recorded' AND undoes_id IS NULL AND lot_id IS NULL",
    "open lot": "SELECT number FROM inspection_lot WHERE id NOT IN (SELECT lot_id FROM lot_result) ORDER BY id LIMIT 1",
    "recheck": "SELECT id FROM recheck WHERE at IS NULL",
    "route": "SELECT code FROM route ORDER BY id LIMIT 1",
    "sheet": "SELECT code FROM day_sheet ORDER BY id LIMIT 1",
    "stage": "SELECT code FROM stage ORDER BY id LIMIT 1",
    "tablet": "SELECT id FROM station_token WHERE officer_id IS NULL AND revoked_at IS NULL ORDER BY id LIMIT 1",
    "unprinted": "SELECT b.number FROM batch b JOIN order_line l ON l.id = b.order_line_id"
    " JOIN orders o ON o.id = l.order_id WHERE o.number = 'PO-A-032' ORDER BY b.id LIMIT 1",
    "unprinted unit": "SELECT l.code FROM label l JOIN unit u ON u.id = l.unit_id JOIN order_line o ON"
    " o.id = u.order_line_id JOIN orders p ON p.id = o.order_id WHERE p.number = 'PO-A-032' ORDER BY u.id LIMIT 1",
    "standard": "SELECT code FROM standard ORDER BY id LIMIT 1",
    "written": "SELECT code FROM standard s JOIN standard_draft d ON d.standard_id = s.id",
    "check": "SELECT body -> 'checks' -> 0 ->> 'key' FROM standard_draft",
}
GATE = "KV-QC"  # where the tablet stands
_TABLET = ("/station", "/quality")


@dataclass(frozen=True)
class PageRule:
    """A route that shows a page; ``by_tablet``: a paired tablet opens it, with its inspector signed in."""

    rule: str
    by_tablet: bool


def page_rules() -> list[PageRule]:
    """Every route that shows a page, in the order of their addresses."""
    app = Flask("floor")
    floor._register_parts(app)
    rules = sorted(app.url_map.iter_rules(), key=lambda each: each.rule)
    return [PageRule(each.rule, _by_tablet(app, each)) for each in rules if _is_page(each)]


def _is_page(rule: Rule) -> bool:
    is_file = re.search(r"\.\w+$", rule.rule) is not None
    named = rule.rule.startswith("/api/") or rule.rule in NO_PAGES
    return "GET" in (rule.methods or ()) and not is_file and not named


def _by_tablet(app: Flask, rule: Rule) -> bool:
    mark = mark_of(app.view_functions[rule.endpoint]) or Mark()
    return (mark.station or mark.open) and rule.rule.startswith(_TABLET)


def example_of(rule: str) -> str | None:
    """The address at which to look at a page; ``None`` where nobody gave an example."""
    return EXAMPLES.get(rule, None if "<" in rule else rule)


def fill(address: str, conn: Connection, known: dict[str, str]) -> str:
    """The address with the demo's own names in it."""
    return re.sub(r"\{([\w ]+)\}", lambda found: known.get(found[1]) or _named(conn, found[1]), address)


def _named(conn: Connection, name: str) -> str:
    found = conn.execute(text(NAMES[name])).scalar()
    assert found is not None, f"the demo has no {name}"
    return str(UUID(bytes=found)) if isinstance(found, bytes) else str(found)


def without_example() -> Iterator[str]:
    """Pages that nobody could look at."""
    for each in page_rules():
        if example_of(each.rule) is None:
            yield each.rule
