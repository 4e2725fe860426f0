// <div data-refresh="/orders/rows" data-every="2"> draws itself anew from that address, which answers with an ETag.
// Asks only while somebody can see the page; after some seconds (data-old, else 10) without an answer the part is marked
// as old, and what data-age names says how old it is. What was unfolded stays so, and the focus stays where it was.
const OLD_AFTER = 10;
const LIMIT = 8000; // ms for an answer

export function refreshFragments(root) {
  for (const part of root.querySelectorAll("[data-refresh]")) keepFresh(part);
}

function keepFresh(part) {
  const age = document.getElementById(part.dataset.age || "");
  const oldAfter = Number(part.dataset.old || OLD_AFTER) * 1000;
  let tag = part.dataset.tag || "";
  let heard = performance.now();
  let asking = false;
  let isOut = false;

  async function ask() {
    if (asking || isOut || document.hidden) return;
    asking = true;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LIMIT);
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const how = { headers, credentials: "same-origin", cache: "no-store", redirect: "manual", signal: stop.signal };
      await take(await fetch(part.dataset.refresh, how));
    } catch (error) {
      // The server is away: the part grows old, and says so below.
    } finally {
      clearTimeout(timer);
      asking = false;
      show();
    }
  }

  async function take(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      isOut = true; // signed out: only a person can go on
      return;
    }
    if (answer.status === 200) {
      const drawn = await answer.text();
      tag = answer.headers.get("ETag") || "";
      replace(part, drawn);
      part.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
    }
    if (answer.status === 200 || answer.status === 304) heard = performance.now();
  }

  function show() {
    const old = performance.now() - heard;
    const isOld = isOut || old > oldAfter;
    part.classList.toggle("is-old", isOld);
    document.body.classList.toggle("has-old", Boolean(document.querySelector("[data-refresh].is-old")));
    if (!age) return;
    age.classList.toggle("board-age-old", isOld);
    const said = isOut ? age.dataset.out : isOld ? age.dataset.old : age.dataset.fresh;
    age.textContent = said.replace("{n}", String(Math.round(old / 1000)));
  }

  setInterval(ask, Number(part.dataset.every || 2) * 1000);
  setInterval(show, 1000);
  document.addEventListener("visibilitychange", ask);
}

function replace(part, drawn) {
  const open = [...part.querySelectorAll("details")].map((each) => each.open);
  const focused = part.contains(document.activeElement) ? [...part.querySelectorAll("a, button, summary")].indexOf(document.activeElement) : -1;
  part.innerHTML = drawn;
  part.querySelectorAll("details").forEach((each, place) => (each.open = Boolean(open[place])));
  const back = part.querySelectorAll("a, button, summary")[focused];
  if (back) back.focus({ preventScroll: true });
}
