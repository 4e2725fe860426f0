"""The keyboard alone gets to what a page is for, and one always sees where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.looks.demo import Demo

pytestmark = pytest.mark.browser

_MOST = 90  # presses of Tab on the longest of these pages

# What has the focus, or a part of the page around it that shows it for a control too small to: in words, its outline.
_FOCUSED = """() => {
  const el = document.activeElement;
  const around = [el, el.nextElementSibling, el.parentElement, el.closest("label, .wedge")].filter(Boolean);
  const wide = Math.max(...around.map((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  }));
  const box = el.getBoundingClientRect();
  return {
    name: `${el.localName} ${(el.textContent || el.name || "").trim().slice(0, 30)}`,
    outline: wide,
    seen: box.bottom > 0 && box.top < innerHeight,
    main: el.matches("main .button-main, main .button-verdict, main .pass-all, main [type=search], main .queued"),
    end: el === document.body,
  };
}"""

PAGES = [
    ("nobody", "/sign-in"),
    ("administrator", "/find"),
    ("administrator", "/office/orders"),
    ("administrator", "/office/partners/new"),
    ("administrator", "/office/orders/PO-A-031/edit"),
    ("administrator", "/office/orders/PO-A-031/batches/new"),
    ("administrator", "/labels/batches/{batch}"),
    ("tablet", "/quality"),
    ("tablet", "/quality/inspect/{judged}"),
]


def tabs_to_the_main_action(page: Page) -> list[str]:
    """What had the focus on the way, each to be seen; the last is what the page is for."""
    passed = []
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        assert at["outline"] >= 3 and at["seen"], f"{at['name']} has the focus, and one doesn't see it"
        passed.append(at["name"])
        if at["main"]:
            return passed
    raise AssertionError(f"Tab doesn't get to what the page is for: {passed}")


@pytest.mark.parametrize("who, example", PAGES, ids=[example for _, example in PAGES])
def test_the_keyboard_gets_to_what_a_page_is_for(demo: Demo, who: str, example: str) -> None:
    window = demo.look(who, "id")
    assert window.go(demo.at(example)) == 200
    window.page.evaluate("document.activeElement.blur()")
    assert len(tabs_to_the_main_action(window.page)) < _MOST


def test_the_first_stop_leads_past_the_menu(demo: Demo) -> None:
    page = opened(demo, "/office/orders")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_officers_menu_opens_and_closes(demo: Demo) -> None:
    page = opened(demo, "/office/orders")
    page.locator(".top-me summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keluar")).to_be_hidden()
    expect(page.locator(".top-me summary")).to_be_focused()


def test_a_tap_beside_the_menu_closes_it(demo: Demo) -> None:
    page = opened(demo, "/office/orders")
    page.locator(".top-me summary").click()
    page.locator("h1").click()
    expect(page.get_by_role("button", name="Keluar")).to_be_hidden()


def test_a_wide_table_is_scrolled_with_the_arrows(demo: Demo) -> None:
    page = opened(demo, "/styleguide")
    page.set_viewport_size({"width": 800, "height": 1280})
    box = page.locator(".scrolls").last
    expect(box).to_have_attribute("tabindex", "0")
    # The page's own promise, for its policy lets no words be run as a script, as waiting for a condition would.
    box.evaluate("box => { window.moved = new Promise(done => box.addEventListener('scroll', () => done(true))) }")
    box.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => window.moved")
    assert box.evaluate("box => box.scrollLeft") > 0


def opened(demo: Demo, address: str) -> Page:
    """The page, in the administrator's browser."""
    window = demo.look("administrator", "id")
    assert window.go(address) == 200
    return window.page
