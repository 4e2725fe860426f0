// The board asks for its rows every few seconds, only while somebody can see it. It says how old what it shows is, and
// turns grey after ten seconds without an answer.
const OLD_AFTER = 10000;
const LIMIT = 8000;

function keepFresh(board, age) {
  let tag = board.dataset.tag;
  let heard = performance.now();
  let asking = false;
  let isOut = false;

  async function ask() {
    if (asking || isOut || document.hidden) return;
    asking = true;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LIMIT);
    try {
      await take(
        await fetch(board.dataset.from, {
          headers: { "If-None-Match": tag },
          credentials: "same-origin",
          cache: "no-store",
          redirect: "manual",
          signal: stop.signal,
        })
      );
    } catch (error) {
      // The server is away: the board grows old, and says so.
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
      const rows = await answer.text();
      tag = answer.headers.get("ETag") || "";
      board.innerHTML = rows;
    }
    if (answer.status === 200 || answer.status === 304) heard = performance.now();
  }

  function show() {
    const old = performance.now() - heard;
    const isOld = isOut || old > OLD_AFTER;
    board.classList.toggle("is-old", isOld);
    age.classList.toggle("board-age-old", isOld);
    const said = isOut ? age.dataset.out : isOld ? age.dataset.old : age.dataset.fresh;
    age.textContent = said.replace("{n}", String(Math.round(old / 1000)));
  }

  setInterval(ask, Number(board.dataset.every) * 1000);
  setInterval(show, 1000);
  document.addEventListener("visibilitychange", ask);
}

keepFresh(document.getElementById("board"), document.getElementById("board-age"));
