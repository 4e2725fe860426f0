// What covers the whole screen: all stations were stopped, or nobody gave a sign for too long and the badge is asked for.
// Scans go on into the outbox meanwhile; the server judges them. It works without the network, too.
import { awaySince, idle, isAway, onOurClock, setAway, setLimit, sign } from "../heartbeat.js";

const MINUTE = 60000;
const BEAT = 1000;
const NEWER = 5000; // the server's word for a sign of ours may be off by this
const PATIENCE = 8000; // for the answer to a badge

export function kioskScreen(screen, parts) {
  let minutes = Number(screen.dataset.awayMinutes);
  let stopped = "";
  let someone = true; // whether anybody was signed in, as far as we know
  let seen = 0; // the last sign that the server knows of, by this tablet's clock
  let badgeAt = 0; // a badge was scanned, and the server hasn't said yet whose

  function draw() {
    const asks = isAway() && !badgeAt;
    screen.hidden = !stopped && !asks;
    screen.classList.toggle("kiosk-stop", Boolean(stopped));
    parts.stop.hidden = !stopped;
    parts.away.hidden = Boolean(stopped) || !asks;
    if (stopped && parts.sentence.textContent !== stopped) parts.sentence.textContent = stopped;
    if (screen.hidden) parts.said.textContent = "";
  }

  function lock(since) {
    badgeAt = 0;
    setAway(since);
    draw();
  }

  function come(at) {
    badgeAt = 0;
    setAway(null);
    sign(at);
    draw();
  }

  function limit(told) {
    minutes = told;
    setLimit(minutes * MINUTE);
  }

  function beat() {
    const last = Math.max(Date.now() - idle(), Math.min(seen, Date.now()));
    if (minutes && someone && !isAway() && Date.now() - last > minutes * MINUTE) lock(last);
  }

  function told(news) {
    stopped = news.stopped ? news.stopped.sentence : "";
    if (news.away_minutes !== undefined) hear(news);
    draw();
  }

  function hear(news) {
    limit(news.away_minutes);
    someone = Boolean(news.officer);
    seen = news.officer_seen_at ? onOurClock(news.officer_seen_at) : 0;
    const isBack = someone && seen > awaySince() + NEWER;
    if (isAway() && (isBack || !minutes)) come(Math.min(seen || Date.now(), Date.now()));
    else if (news.away && !isAway()) lock(seen);
  }

  // What a scan says besides: how long nobody was seen before it. A badge opens the screen until the server knows whose.
  function before(code) {
    const said = { idle_ms: idle() };
    if (!screen.hidden) parts.said.textContent = isBadge(code) ? "" : parts.said.dataset.kept;
    if (isBadge(code) && isAway()) badgeAt = Date.now();
    draw();
    return said;
  }

  // A badge that was sent, and brought nobody, was nobody's who may work here.
  function beaten({ stopped: stop, queued }) {
    if (badgeAt && queued === 0 && Date.now() - badgeAt > PATIENCE) lock(awaySince());
    told({ stopped: stop });
  }

  document.addEventListener("heartbeat", (event) => beaten(event.detail));
  setInterval(beat, BEAT);
  limit(minutes);
  beat();
  draw();
  return { told, before };
}

function isBadge(code) {
  return /^F[0-9A-Z]{9}$/.test(String(code || "").replace(/[\s-]/g, "").toUpperCase());
}
