// In place of a page that needs the server: what is kept on the tablet, and the page itself once the server answers.
import { element, fill, icon } from "./dom.js";
import { showKept } from "./kept.js";
import { openOutbox } from "./outbox.js";
import { openStore } from "./store.js";

const EVERY = 3000;
const LIMIT = 2000;
const list = document.getElementById("kept");
const total = document.getElementById("kept-total");

async function start() {
  let outbox = null;
  outbox = await openOutbox(await openStore(), draw, draw);
  function draw() {
    if (!outbox) return;
    total.textContent = String(outbox.waiting().length);
    if (outbox.waiting().length) showKept(list, outbox.waiting());
    else fill(list, element("li", "", icon("empty"), list.dataset.none));
  }
  draw();
}

async function tryAgain() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LIMIT);
  try {
    const answer = await fetch("/api/v1/health", { cache: "no-store", signal: stop.signal });
    if (answer.ok && location.pathname !== "/offline") location.reload();
  } catch (error) {
    // still away
  } finally {
    clearTimeout(timer);
  }
  setTimeout(tryAgain, EVERY);
}

start();
setTimeout(tryAgain, EVERY);
