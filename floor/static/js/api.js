// Asking this server: with the CSRF token of the page, a limit of time, and the server's clock noted on the way.
import { hearClock } from "./clock.js";

const LIMIT = 8000;

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

// What kept an answer from being one; what the server itself said about it.
export function unheard(answer) {
  const trouble = answer.status === 401 ? "unpaired" : "away";
  return Object.assign(new Error(trouble), { trouble, sentence: answer.body ? answer.body.sentence : "" });
}
