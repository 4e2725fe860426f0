// "Lihat": until it is ended, what is scanned is looked up and nothing moves. It ends by a tap, or by itself.
import { fill, icon, element } from "../dom.js";

const LASTS = 30;
const LIMIT = 8000;

export function lookMode(parts, address, words) {
  const { opens, panel, story, left } = parts;
  let seconds = 0;
  let timer = null;
  let asked = 0;

  function start() {
    document.body.classList.add("looking");
    opens.setAttribute("aria-pressed", "true");
    panel.hidden = false;
    fill(story, element("p", "looked-ask", icon("scan"), words.lookAsk));
    stay();
  }

  function end() {
    if (panel.hidden) return;
    document.body.classList.remove("looking");
    opens.setAttribute("aria-pressed", "false");
    panel.hidden = true;
    clearInterval(timer);
    asked += 1;
  }

  // a while more, from now on
  function stay() {
    seconds = LASTS;
    left.textContent = String(seconds);
    clearInterval(timer);
    timer = setInterval(() => {
      seconds -= 1;
      left.textContent = String(seconds);
      if (seconds <= 0) end();
    }, 1000);
  }

  async function show(code) {
    stay();
    const mine = (asked += 1);
    fill(story, element("p", "looked-ask", icon("loading"), words.lookComing));
    let told = null;
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), LIMIT);
    try {
      const answer = await fetch(address + "?" + new URLSearchParams({ code }), { credentials: "same-origin", cache: "no-store", signal: stop.signal });
      if (answer.ok) told = await answer.text();
    } catch (error) {
      // The network is away, or too slow to wait for: said below.
    } finally {
      clearTimeout(late);
    }
    if (mine !== asked) return;
    stay();
    if (told === null) fill(story, element("p", "looked-ask", icon("off"), words.lookAway));
    else story.innerHTML = told;
  }

  opens.addEventListener("click", (event) => {
    event.stopPropagation();
    if (panel.hidden) start();
    else end();
  });
  // The next tap, wherever it is, ends it. A scanner's Enter "clicks" the form's button too: that click has no finger.
  document.addEventListener("click", (event) => event.detail > 0 && end());

  return { isOn: () => !panel.hidden, show, end };
}
