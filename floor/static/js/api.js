// Asking this server: with the CSRF token of the page, a limit of time, and the server's clock noted on the way.
const LIMIT = 8000;

let offset = null;

// What must be added to this tablet's clock to get the server's, in ms to the second; null while not known.
export function clockOffset() {
  return offset;
}

export async function ask(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), options.limit || LIMIT);
  try {
    const answer = await fetch(address, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      ...options,
      signal: stop.signal,
    });
    const said = Date.parse(answer.headers.get("Date") || "");
    if (said) offset = said - Date.now();
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const body = isJson && answer.status !== 304 ? await answer.json() : null;
    return { status: answer.status, body, tag: answer.headers.get("ETag") };
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
