// Asking this server: with the CSRF token of the page, a limit of time, and the server's clock noted on the way.
const LIMIT = 8000;
const KNOWN = "floor-clock";
const SLOW = 4000; // an answer that took longer says little about the clock
const SET_BACK = 2000;

let offset = remembered();
let drift = Date.now() - performance.now();

// What must be added to this tablet's clock to get the server's, in ms; null while not known. The steady clock shows
// when the other one was set back; set ahead looks the same as a tablet that slept, which is what mostly happens.
export function clockOffset() {
  const now = Date.now() - performance.now();
  if (offset !== null && now < drift - SET_BACK) offset += drift - now;
  drift = now;
  return offset;
}

// What an earlier page found out holds while the clock hasn't gone back since: an empty battery sets it to some old year.
function remembered() {
  try {
    const known = JSON.parse(localStorage.getItem(KNOWN));
    return known && Date.now() >= known.wall ? known.offset : null;
  } catch (error) {
    return null;
  }
}

function hearClock(said, askedAt) {
  const took = performance.now() - askedAt;
  if (!said || took > SLOW) return;
  drift = Date.now() - performance.now();
  const found = Math.round(said + took / 2 - Date.now());
  if (offset !== null && Math.abs(found - offset) < 50) return; // as it was
  offset = found;
  try {
    localStorage.setItem(KNOWN, JSON.stringify({ offset, wall: Date.now() }));
  } catch (error) {
    // A full store: known until the page is closed.
  }
}

export async function ask(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), options.limit || LIMIT);
  const askedAt = performance.now();
  try {
    const answer = await fetch(address, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      ...options,
      signal: stop.signal,
    });
    hearClock(Number(answer.headers.get("X-Floor-Time")), askedAt);
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const body = isJson && answer.status !== 304 ? await answer.json() : null;
    return { status: answer.status, body, tag: answer.headers.get("ETag"), version: answer.headers.get("X-Floor-Version") };
  } finally {
    clearTimeout(timer);
  }
}

export async function post(address, body, options = {}) {
  const answer = await ask(address, { ...options, ...written(body) });
  if (answer.status !== 400 || !answer.body || answer.body.error !== "PAGE_TOO_OLD") return answer;
  await renewToken(); // this page was open longer than its token holds
  return ask(address, { ...options, ...written(body) });
}

function written(body) {
  const headers = { "X-CSRFToken": tokenTag().content, Accept: "application/json" };
  if (body instanceof FormData) return { method: "POST", headers, body };
  return { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function renewToken() {
  const answer = await ask("/csrf");
  if (answer.body) tokenTag().content = answer.body.token;
}

function tokenTag() {
  return document.querySelector("meta[name=csrf-token]");
}
