"""What a page weighs, and how long a tablet's browser needs to show a scan's answer.

    .venv/bin/python -m benchmarks.pages [--scans 40] [--throttle 6] [--only-time]

Weight: all that travels when the page is opened for the first time (HTML, styles, scripts, pictures), in KiB as
compressed, as a ratio to an empty page (the frame alone), and with the headers of every answer. Time: from Enter to the
painted answer on a station's screen, the processor throttled, the wait for the server taken out; as a ratio to an empty
page that shows a word on Enter. Every scan is on the tablet's own disk before it is sent: how long the page waited for
that is printed beside it, and is part of the time. Nothing asks the page anything until the answer stands.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import update

from floor.db import db
from floor.models import EntryKind, Station
from floor.office.batches import Cut, make_batch
from floor.settings import load
from floor.upgrade import upgrade
from tests.cast import build
from tests.journeys.floor_server import serving
from tests.looks.demo import Demo, serve_demo
from tests.looks.routes import example_of, page_rules
from tests.stations.tablet import FLAGS

HEAVIEST = 60  # KiB
SLOWEST = 100  # ms
EMPTY = "/no/such/page"  # the frame, and one sentence
STATION = "P-OBR"

# Times each Enter until the next frame after the answer stands is painted, less what the server took; and how much of
# it went by between the first write to the disk and its end.
_WATCH = """() => {
  window.timed = [];
  window.wait = () => { window.shown = new Promise((told) => { window.told = told; }); };
  let pressed = 0, away = 0, disk = null;
  if (window.IDBDatabase) {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...how) {
      const transaction = begin.apply(this, how), from = performance.now();
      const mine = pressed && disk === null && how[1] === "readwrite";
      if (mine) disk = 0;
      if (mine) transaction.addEventListener("complete", () => { disk = performance.now() - from; });
      return transaction;
    };
  }
  const plain = window.fetch.bind(window);
  window.fetch = async (...asked) => {
    const from = performance.now();
    const answer = await plain(...asked);
    if (String(asked[0]).includes("/scans")) away += performance.now() - from;
    return answer;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") [pressed, away, disk] = [event.timeStamp, 0, null];
  }, true);
  const panel = document.getElementById("answer");
  new MutationObserver(() => {
    if (!pressed || panel.dataset.look === "idle" || panel.dataset.look === "kept") return;
    const from = pressed;
    pressed = 0;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        window.timed.push([performance.now() - from - away, disk || 0]);
        window.told();
      };
      channel.port2.postMessage(0);
    });
  }).observe(panel, { childList: true, subtree: true, attributes: true });
}"""

_BLANK = """<!doctype html><title>.</title><input autofocus><p id="answer" data-look="idle"></p><script>
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const panel = document.getElementById("answer");
  panel.dataset.look = "good";
  panel.textContent = event.timeStamp;
});
</script>"""


def weigh(page: Page, address: str) -> tuple[int, int]:
    """Bytes that travel when a page is opened by a browser that has nothing of it: compressed, and with all headers."""
    session = page.context.new_cdp_session(page)
    bodies: list[float] = []
    wholes: list[float] = []
    session.on("Network.dataReceived", lambda heard: bodies.append(heard["encodedDataLength"]))
    session.on("Network.loadingFinished", lambda heard: wholes.append(heard["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="load")
    page.wait_for_timeout(60)
    session.detach()
    return round(sum(bodies)), round(sum(wholes))


def weigh_all(demo: Demo) -> int:
    """A line for every page; how many are too heavy."""
    look = demo.look("administrator", "id")
    empty, with_headers = weigh(look.page, look.address + EMPTY)
    print(f"{'page':<64}{'KiB':>8}{'of empty':>10}{'with headers':>14}")
    print(f"{'(an empty page: the frame)':<64}{empty / 1024:>8.1f}{1:>10.2f}{with_headers / 1024:>14.1f}")
    heavy = 0
    for each in page_rules():
        example = example_of(each.rule)
        if example is None:
            continue
        look = demo.look("tablet" if each.by_tablet else "administrator", "id")
        weight, with_headers = weigh(look.page, look.address + demo.at(example))
        too_heavy = weight > HEAVIEST * 1024
        heavy += too_heavy
        ratios = f"{weight / 1024:>8.1f}{weight / empty:>10.2f}{with_headers / 1024:>14.1f}"
        print(f"{each.rule:<64}{ratios}{'  too heavy' if too_heavy else ''}")
    return heavy


def prepare(instance: Path, scans: int) -> tuple[str, list[str], str]:
    """A station where so many bundles wait: the database, the codes on them, what its tablet speaks by."""
    url = load({"FLOOR_INSTANCE": str(instance)}).database_url
    upgrade(url)
    db.open_for_writing(url, 1_000)
    shop = build()
    asked = shop.entry(EntryKind.BATCH, "benchmark")
    done = db.write(lambda conn: make_batch(conn, asked, shop.ids["line M"], Cut(12 * scans, 12)))
    here = update(Station).where(Station.code == STATION).values(officer_id=shop.ids["O-1"])
    db.write(lambda conn: conn.execute(here))
    codes = [shop.code(f"{done.detail['batch']}/{number:03}") for number in range(1, scans + 1)]
    db.close_writing()
    return url, codes, shop.tablets[STATION]


def time_answers(page: Page, texts: list[str], throttle: float) -> list[tuple[float, float]]:
    """Milliseconds from Enter to the painted answer for each text, and those spent on the page's own disk.

    The first three warm up and aren't counted.
    """
    page.evaluate(_WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    for typed in texts:
        page.evaluate("window.wait(); document.querySelector('input').focus()")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.evaluate("window.shown")
        page.evaluate("document.getElementById('answer').dataset.look = 'idle'")
        page.wait_for_timeout(400)  # a person needs longer, and the lists below are drawn anew meanwhile
    timed: list[list[float]] = page.evaluate("window.timed")
    return [(whole, disk) for whole, disk in timed[3:]]


def time_station(browser: Browser, scans: int, throttle: float) -> list[tuple[float, float]]:
    """The same at a station's screen, each scan recorded by a real server."""
    with tempfile.TemporaryDirectory() as folder:
        url, codes, token = prepare(Path(folder), scans + 3)
        with serving(url, Path(folder)) as served:
            context = browser.new_context(viewport={"width": 800, "height": 1280})
            context.add_cookies([{"name": "floor_station", "value": token, "url": served.address}])
            page = context.new_page()
            page.goto(f"{served.address}/station")
            page.wait_for_function("document.getElementById('waiting-total').textContent.trim() > '0'")
            timed = time_answers(page, codes, throttle)
            context.close()
    return timed


def time_blank(browser: Browser, scans: int, throttle: float) -> list[tuple[float, float]]:
    """The same on a page that does nothing but show a word."""
    page = browser.new_page(viewport={"width": 800, "height": 1280})
    page.set_content(_BLANK)
    timed = time_answers(page, ["U0123456789"] * (scans + 3), throttle)
    page.close()
    return timed


def main() -> int:
    """Prints both tables; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=int, default=40)
    parser.add_argument("--throttle", type=float, default=6)
    parser.add_argument("--only-time", action="store_true", help="weigh no page")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        heavy = 0
        if not given.only_time:
            with serve_demo(Path(folder), browser) as demo:
                heavy = weigh_all(demo)
        blank = time_blank(browser, given.scans, given.throttle)
        station = time_station(browser, given.scans, given.throttle)
        browser.close()
    what = f"Enter to painted, processor throttled to 1/{given.throttle:g}"
    print(f"\n{what:<48}{'median':>8}{'p95':>8}{'of it disk':>12} ms")
    for name, timed in (("an empty page", blank), ("a station's screen, without the server", station)):
        wholes, disks = zip(*timed, strict=True)
        print(f"{name:<48}{statistics.median(wholes):>8.1f}{_p95(wholes):>8.1f}{statistics.median(disks):>12.1f}")
    seen = statistics.median(whole for whole, _ in station)
    print(f"{'ratio':<48}{seen / statistics.median(whole for whole, _ in blank):>8.2f}")
    return int(heavy > 0 or seen >= SLOWEST)


def _p95(timed: Sequence[float]) -> float:
    return sorted(timed)[int(len(timed) * 0.95)]


if __name__ == "__main__":
    sys.exit(main())
