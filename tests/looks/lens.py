"""What is looked at on a page: what axe-core finds, and whether everything fits and can be touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}

# Answers one sentence for each thing that doesn't fit, in the window as it is now.
_FIT = """(tablet) => {
  const said = [];
  const name = (el) => {
    const words = (el.textContent || el.value || "").trim().replace(/\\s+/g, " ").slice(0, 40);
    return `<${el.localName} class="${el.getAttribute("class") || ""}"> ${words}`;
  };
  const seen = (el) => {
    const box = el.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(el).visibility === "visible";
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("main *, header *")].filter((el) => {
      const box = el.getBoundingClientRect();
      return box.right > root.clientWidth + 1 && !el.closest(".table-box, .scrolls");
    });
    const over = root.scrollWidth - root.clientWidth;
    said.push(`scrolls sideways by ${over} px: ${wide.slice(0, 3).map(name).join(" | ")}`);
  }
  const own = (el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const el of document.querySelectorAll("body *")) {
    if (el.closest("svg, option, script, noscript, .unseen, .scrolls") || !seen(el)) continue;
    const style = getComputedStyle(el);
    const hides = style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll";
    const pushes = el.matches("button, .button, .badge, .tile, .key, th, td");
    if ((own(el) && hides) || pushes) {
      if (el.scrollWidth > el.clientWidth + 1 && style.display !== "inline") said.push(`cut: ${name(el)}`);
    }
    if (own(el) && hides && style.overflowY === "hidden" && el.scrollHeight > el.clientHeight + 2) {
      said.push(`cut below: ${name(el)}`);
    }
  }
  for (const el of document.querySelectorAll("main button, main .button")) {
    if (!tablet || !seen(el) || el.matches(".unseen")) continue;
    const least = el.matches(".button-small") ? 48 : el.matches(".button") ? 64 : 56;
    const high = el.getBoundingClientRect().height;
    if (high < least - 0.5) said.push(`${Math.round(high)} px high instead of ${least}: ${name(el)}`);
  }
  return said;
}"""


@dataclass
class Look:
    """Somebody's browser that pages are looked at in, one after the other."""

    SIZES: ClassVar = ((800, 1280), (1280, 800), (1440, 900))

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def go(self, path: str) -> int:
        """Opens a page on an upright tablet; the status it was answered with."""
        self.troubles.clear()
        width, height = self.SIZES[0]
        self.page.set_viewport_size({"width": width, "height": height})
        answer = self.page.goto(f"{self.address}{path}", wait_until="load")
        return answer.status if answer else 0

    def finds_nothing(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA: nothing, one hopes."""
        found = Axe().run(self.page, options=_RULES).response["violations"]
        return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

    def fits(self) -> Iterator[str]:
        """What doesn't fit at any of the sizes; each with its size before it."""
        for width, height in self.SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            for said in self.page.evaluate(_FIT, width <= 1280):
                yield f"{width}x{height} {said}"
