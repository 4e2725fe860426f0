"""A page with a scan field and our own modules, without a server: what a hand scanner's keys become."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, Route

import floor

_STATIC = Path(floor.__file__).parent / "static"
_ADDRESS = "http://floor.test/"
_PAGE = """<!doctype html><html lang="id"><title>.</title>
<form id="wedge" action="/nowhere"><input id="code" name="code" maxlength="80"><button id="send">Kirim</button></form>
<input id="note" maxlength="60"><textarea id="story"></textarea><button id="button" type="button">Lain</button>
<script type="module">
import { listen, listenAnywhere } from "/js/wedge.js";
import { readScan } from "/js/code.js";
window.heard = [];
window.again = [];
window.fresh = false;
window.readScan = readScan;
document.getElementById("button").addEventListener("click", () => window.heard.push("CLICK"));
if (location.search) listenAnywhere(4, document.getElementById("story"), (text) => window.heard.push(text));
else listen(document.getElementById("wedge"), document.getElementById("code"), (code) => window.heard.push(code), {
  onAgain: (code) => window.again.push(code), mayRepeat: () => window.fresh,
});
window.ready = true;
</script>"""
_ENDS: dict[str, dict[str, Any]] = {
    "Enter": {"text": "\r", "windowsVirtualKeyCode": 13},
    "Tab": {"windowsVirtualKeyCode": 9},
}


@dataclass
class Scanner:
    """A hand scanner at the harness; ``clock`` is the time of its next key, in seconds."""

    page: Page
    session: CDPSession
    clock: float

    def send(self, keys: str, gap_ms: float = 5, ends: tuple[str, ...] = ("Enter",), on: str = "body") -> list[str]:
        """Pulls the trigger: keys with exact times between them. What the page heard of it."""
        self.focus(on)
        self.keys([*keys, *ends], gap_ms)
        return self.heard()

    def keys(self, keys: list[str], gap_ms: float) -> None:
        """Keys to whatever has the focus."""
        for key in keys:
            pressed: dict[str, Any] = {"key": key, "timestamp": self.clock, **_ENDS.get(key, {"text": key})}
            self.session.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
            self.session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "timestamp": self.clock})
            self.clock += gap_ms / 1000

    def through_ime(self, text: str) -> None:
        """Text as an Android keyboard brings it: no key is named."""
        for letter in text:
            unnamed = {"windowsVirtualKeyCode": 229, "key": "Unidentified", "timestamp": self.clock}
            self.session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **unnamed})
            self.session.send("Input.insertText", {"text": letter})
            self.clock += 0.02

    def commit(self, text: str) -> None:
        """A whole text at once, its end in it."""
        self.session.send("Input.insertText", {"text": text})

    def focus(self, on: str) -> None:
        """Puts the focus on an element, or with ``body`` on nothing."""
        self.page.evaluate("document.activeElement.blur()")
        if on != "body":
            self.page.focus(on)

    def heard(self) -> list[str]:
        """What was heard since this was asked last; the next scan comes two seconds later."""
        self.clock += 2
        found: list[str] = self.page.evaluate("window.heard.splice(0)")
        return found

    def repeated(self) -> list[str]:
        """What was heard again at once, since this was asked last."""
        found: list[str] = self.page.evaluate("window.again.splice(0)")
        return found


def open_scanner(page: Page, *, anywhere: bool = False) -> Scanner:
    """The harness in a page; ``anywhere``: one that waits for no scan, as a desk's."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(_ADDRESS)
        if path in ("", "?anywhere"):
            return route.fulfill(body=_PAGE, content_type="text/html; charset=utf-8")
        if not (_STATIC / path).is_file():
            return route.fulfill(status=404)
        return route.fulfill(body=(_STATIC / path).read_bytes(), content_type="text/javascript")

    page.route("**/*", serve)
    page.goto(_ADDRESS + ("?anywhere" if anywhere else ""))
    page.wait_for_function("window.ready")
    now = float(page.evaluate("Date.now()"))
    return Scanner(page, page.context.new_cdp_session(page), now / 1000)
