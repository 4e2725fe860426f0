// What the tablet last knew of its station, kept through a reload: by that it goes on judging while the server is away,
// less what it has itself scanned since. It only ever doubts; the server decides.
import { say } from "../dom.js";
import { peopleIn } from "../people.js";

const MOST = 200; // a list so long is not all there is
const MINUTE = 60000;

export function knownNews(station, words) {
  const name = "floor-news-" + station;
  let heardAt = null; // by the tablet's clock
  let whole = false;
  let people = {};

  function keep(news) {
    heardAt = Date.now();
    whole = news.waiting.length < MOST;
    people = peopleIn(news);
    try {
      localStorage.setItem(name, JSON.stringify({ heardAt, news }));
    } catch (error) {
      // A full store: known until the page is closed.
    }
  }

  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(name));
      if (!kept) return null;
      heardAt = kept.heardAt;
      whole = kept.news.waiting.length < MOST;
      people = peopleIn(kept.news);
      return kept.news;
    } catch (error) {
      return null;
    }
  }

  // "3 menit": how long ago the server was last heard
  function age() {
    const minutes = Math.max(1, Math.round((Date.now() - heardAt) / MINUTE));
    return minutes < 60 ? say(words.minutes, { n: minutes }) : say(words.hours, { n: Math.round(minutes / 60) });
  }

  // Why a scan that only waits on the tablet may be in vain; "" where nothing speaks against it.
  function doubt(body, left, items) {
    if (!/^U/i.test(body.code || "") || heardAt === null || !whole || body.step) return "";
    const code = folded(body.code);
    if (left.some((one) => one.code === code && one.quantity > 0)) return "";
    const before = items.some((item) => item.kind === "scans" && item.body.id !== body.id && folded(item.body.code || "") === code);
    return say(before ? words.doubtTwice : words.doubtHere, { age: age() });
  }

  return { keep, recall, age, doubt, people: () => people, isOld: () => heardAt !== null && Date.now() - heardAt > MINUTE };
}

// The news less what was scanned here and not yet heard: {waiting, today} as they will be.
export function without(news, items) {
  const taken = takenFrom(items);
  if (!taken.size) return news;
  let done = 0;
  const waiting = [];
  for (const one of news.waiting) {
    const wanted = taken.get(one.code) || 0;
    const gone = Math.min(wanted, one.quantity);
    taken.set(one.code, wanted - gone);
    done += gone;
    if (one.quantity > gone) waiting.push({ ...one, quantity: one.quantity - gone });
  }
  return { ...news, waiting, today: { ...news.today, done: news.today.done + done } };
}

// Pieces by code: all of it where no number was given.
function takenFrom(items) {
  const undone = new Set(items.map((item) => item.body.undoes).filter(Boolean));
  const taken = new Map();
  for (const { kind, id, body } of items) {
    if (kind !== "scans" || !body.code || undone.has(id)) continue;
    const code = folded(body.code);
    taken.set(code, (taken.get(code) || 0) + (body.quantity || body.seen || Infinity));
  }
  return taken;
}

function folded(code) {
  return code.replace(/[\s-]/g, "").toUpperCase();
}
