// While the server answers, the inspections of what waits at this gate are fetched one after another, only those that
// read otherwise by now, so that they can be judged without it.
import { ask } from "../api.js";
import { onAwake } from "../awake.js";

const SOON = 2500; // ms: first of all the page in sight
const EVERY = 45000;
const PAUSE = 250;
const LIMIT = 8000;

const rest = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

// `address` tells what there is to keep; `onEpoch` is told the server's epoch.
export function keepSheets(address, sheets, onEpoch) {
  const pictures = new Set();
  let busy = false;

  async function look() {
    if (busy || document.hidden) return;
    busy = true;
    try {
      const { status, body } = await ask(address, { headers: { Accept: "application/json" } });
      if (status === 200) await keep(body);
    } catch (error) {
      // The server is away: what is kept is what there is.
    } finally {
      busy = false;
    }
  }

  async function keep(told) {
    onEpoch(told.epoch);
    for (const one of (await sheets.hear(told)) || []) {
      await rest();
      const html = await fetched(one.address + "&kept=1");
      if (html) await sheets.keep(one, html);
    }
  }

  // What the page is about, without its frame; "" where it is no inspection.
  async function fetched(address) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LIMIT);
    try {
      const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error", signal: stop.signal });
      const main = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!main || !main.querySelector("#verdict")) return "";
      main.querySelectorAll("img[src]").forEach(keepPicture);
      return main.innerHTML;
    } finally {
      clearTimeout(timer);
    }
  }

  // The browser keeps it for as long as its address lasts.
  function keepPicture(picture) {
    const address = picture.getAttribute("src");
    if (pictures.has(address)) return;
    pictures.add(address);
    new Image().src = address;
  }

  setTimeout(look, SOON);
  setInterval(look, EVERY);
  onAwake(look);
}
