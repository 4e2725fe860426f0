// Tells the server every half minute how this tablet does, and hears what it must know; keeps when somebody last gave a
// sign of being here. Runs on every page that a paired tablet shows.
import { post } from "./api.js";
import { clockOffset } from "./clock.js";
import { openStore } from "./store.js";

const EVERY = 30000;
const SIGN = "floor-sign";
const AWAY = "floor-away";
const KEPT_EVERY = 10000;
const UNTOUCHED = 120000;

const version = document.querySelector("meta[name=floor-version]");
const here = { sign: remembered(), keptAt: 0, limit: 0 };
let store = null;

function remembered() {
  const kept = Number(localStorage.getItem(SIGN));
  return kept && kept <= Date.now() ? kept : Date.now();
}

// how long nobody touched or scanned anything, in ms
export function idle() {
  here.sign = Math.min(here.sign, Date.now()); // the clock was set back
  return Math.round(Date.now() - here.sign);
}

export function sign(at = Date.now()) {
  here.sign = at;
  if (Math.abs(at - here.keptAt) < KEPT_EVERY) return;
  here.keptAt = at;
  localStorage.setItem(SIGN, String(at));
}

// Whether nobody knows who is here: then a touch is a sign of nobody, on whatever page it is.
export function isAway() {
  return localStorage.getItem(AWAY) !== null;
}

// the last sign there was of whoever went, by this tablet's clock; null: somebody is here
export function setAway(since) {
  if (since === null) localStorage.removeItem(AWAY);
  else localStorage.setItem(AWAY, String(since));
}

export function awaySince() {
  return Number(localStorage.getItem(AWAY));
}

// so many ms without a sign, and the next touch is none: a tablet that slept wakes by a touch before any timer
export function setLimit(millis) {
  here.limit = millis;
}

function touched() {
  if (!isAway() && !(here.limit && idle() > here.limit)) sign();
}

for (const kind of ["pointerdown", "keydown", "input"]) {
  document.addEventListener(kind, touched, { capture: true, passive: true });
}

async function kept() {
  try {
    store = store || (await openStore());
    if (!store.lasting) return {}; // another part of the page has its own: how much waits there is not known here
    const items = await store.load();
    const queued = items.filter((item) => item.state === "waiting");
    const oldest = queued.length ? queued[0].body.happened_at : null;
    return { queued: queued.length, refused: items.filter((item) => item.unread).length, oldest_at: oldest };
  } catch (error) {
    return {};
  }
}

async function battery() {
  if (!navigator.getBattery) return {};
  try {
    const told = await navigator.getBattery();
    return { battery: Math.round(told.level * 100), charging: told.charging };
  } catch (error) {
    return {};
  }
}

async function beat() {
  const [queue, power] = await Promise.all([kept(), battery()]);
  const about = {
    ...queue, ...power,
    sent_at: new Date().toISOString(),
    version: version ? version.content : "",
    secure: window.isSecureContext,
    idle_ms: idle(),
    open_ms: Math.round(performance.now()),
  };
  try {
    const answer = await post("/api/v1/heartbeat", about);
    if (answer.status === 200) heard(answer.body, queue);
  } catch (error) {
    // The server is away: the pill in the header says so, and the supervisor's page how long.
  }
}

function heard(told, queue) {
  document.dispatchEvent(new CustomEvent("heartbeat", { detail: { ...told, queued: queue.queued } }));
  const isBusy = !location.pathname.endsWith("/station") && idle() < UNTOUCHED;
  if (told.reload && queue.queued === 0 && !isBusy) location.reload();
}

// A moment of the server's clock, by this tablet's.
export function onOurClock(iso) {
  return Date.parse(iso) - (clockOffset() || 0);
}

setTimeout(beat, 1500);
setInterval(beat, EVERY);
