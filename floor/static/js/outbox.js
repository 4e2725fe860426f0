// No scan is ever lost: it is kept on the tablet before it is sent, sent with the same id until an answer holds that id,
// and only then let go. The outbox knows nothing of screens: it tells `onChange` what became of an item.
//
// An item: {seq, id, state: "waiting" | "answered" | "aside", body, result, unread, mono, page, answeredAt}.
// "aside" is what the server can't even read, alone as it was: it waits for a person.
import { clockOffset, post } from "./api.js";
import { uuid7 } from "./uuid.js";

const MOST = 20;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
const KEPT = 7 * 24 * 3600 * 1000;
const FRESH = 4000; // sent later than this, a scan counts as late
const EPOCH = "floor-epoch";
const THIS_PAGE = uuid7();

export async function openOutbox(store, address, onChange, onState) {
  const items = await store.all();
  let sending = false;
  let size = MOST;
  let wait = FIRST_WAIT;
  let timer = null;

  for (const item of items.filter((item) => item.state === "answered" && Date.now() - item.answeredAt > KEPT)) {
    items.splice(items.indexOf(item), 1);
    store.remove(item.seq);
  }

  // Nothing is sent before it is on the tablet's disk; what the disk won't take is sent all the same.
  const waiting = () => items.filter((item) => item.state === "waiting" && (item.seq || item.loose));

  function add(fields, happenedAt) {
    const id = uuid7();
    const body = { id, happened_at: localTime(happenedAt), ...fields };
    if (clockOffset() !== null) body.clock_offset_ms = clockOffset();
    const item = { id, body, state: "waiting", mono: performance.now(), page: THIS_PAGE, unread: false };
    items.push(item);
    const kept = store.put({ ...item }); // the disk works while the screen is drawn
    onChange(item);
    keepNew(item, kept);
    return item;
  }

  async function keepNew(item, kept) {
    try {
      item.seq = await kept;
    } catch (error) {
      item.loose = true;
      onState({ waiting: waiting().length, full: true });
    }
    send();
  }

  async function keep(item) {
    try {
      if (item.seq) await store.put({ ...item });
    } catch (error) {
      onState({ waiting: waiting().length, full: true });
    }
  }

  function sent(item) {
    const here = item.page === THIS_PAGE;
    const age = here ? Math.round(performance.now() - item.mono) : null;
    if (here && age < FRESH) return item.body;
    return here ? { ...item.body, late: true, age_ms: age } : { ...item.body, late: true };
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      while (waiting().length) await sendSome();
      wait = FIRST_WAIT;
      onState({ waiting: 0, trouble: "" });
    } catch (error) {
      onState({ waiting: waiting().length, trouble: error.trouble || "away", sentence: error.sentence || "" });
      timer = setTimeout(send, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } finally {
      sending = false;
    }
  }

  async function sendSome() {
    const some = waiting().slice(0, size);
    const answer = await post(address, { sent_at: localTime(Date.now()), scans: some.map(sent) });
    const stale = answer.body && answer.body.error === "PAGE_TOO_OLD"; // our token, not what we sent
    if ((answer.status === 400 || answer.status === 413) && !stale) return halve(some);
    if (answer.status !== 200 || !answer.body || !answer.body.results) throw unheard(answer);
    const answered = await take(answer.body.results);
    size = MOST;
    if (!answered) throw unheard(answer);
    return noteEpoch(answer.body.epoch);
  }

  // The server stored nothing of it. Somewhere in it is what can't be read: look for it, let the others pass.
  async function halve(some) {
    if (some.length > 1) {
      size = Math.ceil(some.length / 2);
      return;
    }
    size = MOST;
    await become(some[0], { state: "aside", unread: true });
  }

  async function take(results) {
    let answered = 0;
    for (const result of results) {
      const item = items.find((one) => one.id === result.id && one.state === "waiting");
      if (!item) continue;
      answered += 1;
      await become(item, { state: "answered", result, answeredAt: Date.now(), unread: result.outcome !== "recorded" });
    }
    return answered;
  }

  async function become(item, change) {
    Object.assign(item, change);
    onChange(item); // shown first: what is lost here now is only sent and answered again
    await keep(item);
  }

  // A backup was restored there: what it forgot is sent again, and what it remembers is answered as before.
  async function noteEpoch(epoch) {
    const known = localStorage.getItem(EPOCH);
    if (!epoch || epoch === known) return;
    localStorage.setItem(EPOCH, epoch);
    if (!known) return;
    for (const item of items.filter((one) => one.state === "answered")) await become(item, { state: "waiting", page: "" });
    send();
  }

  async function acknowledge(item) {
    await become(item, { unread: false });
  }

  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  window.addEventListener("beforeunload", (event) => {
    if (waiting().length && !store.lasting) event.preventDefault();
  });
  send();
  return { add, acknowledge, noteEpoch, items };
}

function unheard(answer) {
  const trouble = answer.status === 401 ? "unpaired" : "away";
  return Object.assign(new Error(trouble), { trouble, sentence: answer.body ? answer.body.sentence : "" });
}

// ISO 8601 with this tablet's offset from UTC.
export function localTime(millis) {
  const minutes = -new Date(millis).getTimezoneOffset();
  const shown = new Date(millis + minutes * 60000).toISOString().slice(0, -1);
  const sign = minutes < 0 ? "-" : "+";
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return shown + sign + two(minutes / 60) + ":" + two(minutes % 60);
}
