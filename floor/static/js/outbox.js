// Nothing is ever lost: each scan, verdict, bound blank and photo is kept on the tablet before it is sent, sent under the
// same id until an answer holds that id, and only then let go. The outbox knows nothing of screens: `onChange` is told
// what became of an item, `onState` how sending goes.
//
// An item: {seq, id, kind, state, units, body, result, unread, mono, page, answeredAt}, state one of
//   "waiting"   on this tablet, not yet heard by the server;
//   "answered"  heard: recorded, or refused and then `unread` until a person has looked at it;
//   "aside"     what the server can't read, alone as it was: it waits for a person, and later ones of its unit with it.
import { post, unheard } from "./api.js";
import { onAwake } from "./awake.js";
import { clockOffset, localTime } from "./clock.js";
import { openLines, waits } from "./lines.js";
import { asSent, nextBatch, PHOTOS, sameNo, unitsOf, waitAgain } from "./order.js";
import { FIRST_WAIT, sendingPace } from "./pace.js";
import { patience } from "./patience.js";
import { MOST_PHOTOS, photoReader, smaller } from "./photos.js";
import { openTabs } from "./tabs.js";
import { uuid7 } from "./uuid.js";

const ADDRESSES = { scans: "/api/v1/scans", inspections: "/api/v1/inspections", blanks: "/api/v1/blanks" };
const KEPT = 7 * 24 * 3600 * 1000;
const LOOK = 10000; // ms: what a tab left behind that was closed as it wrote is found, whatever was not said
const AILING = [401, 403, 408, 423, 429, 502, 503, 504];

export async function openOutbox(store, onChange, onState) {
  const page = uuid7(); // whose steady clock `mono` is
  const lines = openLines();
  const put = patience();
  const pace = sendingPace();
  const formerEpochs = new Set();
  let read = 0; // up to where the store was read
  let epoch = (await store.epoch()) || localStorage.getItem("floor-epoch");
  let state = { trouble: "", sentence: "", full: false, elsewhere: false };
  let noted = true; // whether the store is in our epoch
  let sending = false;
  let wanted = false; // asked for while it was sending
  let tidied = false;
  let timer = null;
  let keeping = null; // the newest that is being kept

  const readPhotos = photoReader(put, {
    next: () => lines.photos.find(put.isReady),
    maySend: () => tabs.maySend(),
    become: (photo, change) => become([[photo, change]]),
    replace,
  });

  const tabs = openTabs(store, onTabs);
  for (const item of await readOn(store.load)) lines.hold(item);

  function tell(change = {}) {
    state = { ...state, ...change };
    onState({ ...state, waiting: lines.queue.length + lines.photos.length });
  }

  // The epoch first: what another tab has been answered was answered in that.
  async function readOn(look) {
    epoch = epoch || (await store.epoch());
    const rows = await look();
    if (rows.length) read = Math.max(read, rows[rows.length - 1].seq);
    return rows;
  }

  function add(kind, fields, happenedAt, more) {
    const id = uuid7();
    const known = clockOffset() === null ? {} : { clock_offset_ms: clockOffset() };
    const body = { id, happened_at: localTime(happenedAt), ...known, ...fields };
    const units = unitsOf(kind, fields, lines.get(fields.undoes));
    return addNew({ id, kind, units, body, state: "waiting", mono: performance.now(), page, unread: false, ...more });
  }

  function addNew(item) {
    lines.add(item);
    const lease = tabs.owed();
    const kept = store.add({ ...item }, lease); // the disk works while the screen is drawn
    onChange(item);
    keeping = keepNew(item, kept, lease, keeping);
    return item;
  }

  // Nothing is sent before it is on the tablet's disk; what the disk won't take is sent all the same. Nor does any come
  // before a former one of this tab, which may still be looking for what another tab kept before it.
  async function keepNew(item, kept, lease, former) {
    try {
      const { seq, mine, until } = await kept;
      item.seq = seq;
      if (seq > read + 1) await readNew(); // another tab's came before it
      read = Math.max(read, seq);
      if (lease) tabs.heard({ mine, until });
      tabs.say({ added: true });
    } catch (error) {
      item.loose = true;
      tell({ full: true });
    }
    await former;
    lines.enqueue(item);
    send();
  }

  async function keep(some) {
    const kept = some.filter((item) => item.seq);
    if (!kept.length) return;
    const said = { changed: kept.map((item) => ({ ...item })), epoch };
    try {
      if (noted && !(await store.change(said.changed, epoch))) return await catchUp();
    } catch (error) {
      tell({ full: true });
    }
    return tabs.say(said); // only now: what a tab that is closed meanwhile didn't write, no other may believe
  }

  async function send() {
    wanted = sending;
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    tell();
    let later = LOOK;
    try {
      if (!lines.queue.length) await readNew();
      if (lines.queue.length) later = await sendAll();
      tell({ elsewhere: !tabs.isMine() });
    } catch (error) {
      tell({ trouble: error.trouble || "away", sentence: error.sentence || "" });
      later = pace.nextWait(wanted);
    } finally {
      sending = false;
    }
    again(wanted && later === LOOK && lines.queue.length ? 0 : later);
    return readPhotos();
  }

  // ms until it is to be looked at again
  async function sendAll() {
    if (state.elsewhere) await refresh(); // the other tab may have sent some of it
    while (lines.queue.length && (await tabs.maySend())) {
      const batch = nextBatch(lines.queue, lines.asides, put.isReady, pace.size());
      if (!batch.length) break;
      await sendBatch(batch);
    }
    if (!lines.queue.length) tell({ trouble: "", sentence: "" });
    if (!tabs.isMine()) return tabs.left() + Math.random() * FIRST_WAIT; // another tab took over
    return Math.min(LOOK, Math.max(FIRST_WAIT, put.soonest(lines.queue)));
  }

  function again(later) {
    clearTimeout(timer);
    timer = setTimeout(send, later);
  }

  async function sendBatch(batch) {
    const { kind } = batch[0];
    const began = performance.now();
    const answer = await posted(kind, batch);
    const error = answer.body && answer.body.error;
    if ((answer.status === 400 || answer.status === 413) && error && error !== "PAGE_TOO_OLD") return cutDown(batch);
    const isOurs = answer.status === 200 && answer.body;
    if (AILING.includes(answer.status) || error === "PAGE_TOO_OLD" || (answer.status === 200 && !isOurs)) throw unheard(answer);
    if (!isOurs || !answer.body.results || formerEpochs.has(answer.body.epoch)) return stumble(batch, answer);
    const isNews = await noteEpoch(answer.body.epoch);
    if (!(await take(answer.body.results)) && !isNews) return stumble(batch, answer);
    if (state.trouble) put.clear();
    tell({ trouble: "", sentence: "" });
    pace.heard(performance.now() - began);
    return tidy();
  }

  async function posted(kind, batch) {
    try {
      return await post(ADDRESSES[kind], { sent_at: localTime(Date.now()), epoch: epoch || "", [kind]: batch.map((item) => asSent(item, page)) });
    } catch (error) {
      if (error.name === "AbortError") pace.halve(batch.length); // perhaps it was too much at once
      throw unheard({ status: 0 });
    }
  }

  // The server stored nothing of it. Somewhere in it is what can't be read: look for it, let the others pass.
  async function cutDown(batch) {
    if (batch.length > 1) {
      pace.halve(batch.length);
      return;
    }
    pace.whole();
    await become([[batch[0], { state: "aside", unread: true }]]);
  }

  // It was heard and yet not answered: something in it makes the server fail. Alone, it is tried now and then.
  function stumble(batch, answer) {
    if (batch.length > 1) pace.halve(batch.length);
    else put.putOff(batch[0]);
    if (pace.stumbled()) throw unheard(answer);
  }

  async function take(results) {
    const changes = [];
    const answeredAt = Date.now() + (clockOffset() || 0);
    for (const result of results) {
      const item = lines.get(result.id);
      if (!item || !waits(item)) continue;
      const unread = result.outcome !== "recorded" && !(item.again && sameNo(item.result, result));
      changes.push([item, { state: "answered", result, answeredAt, unread, again: false }]);
    }
    await become(changes);
    return changes.length;
  }

  // Shown first: what is lost here now is only sent and answered again.
  async function become(changes) {
    for (const [item, change] of changes) {
      Object.assign(item, change);
      put.forget(item);
    }
    lines.dequeue();
    for (const [item] of changes) onChange(item);
    await keep(changes.map(([item]) => item));
  }

  // A backup was restored there: what it forgot is sent again in its order; what it remembers is answered as before.
  // A tablet that knows of no epoch may have lost that alone, in a power cut: it does the same.
  async function noteEpoch(now) {
    if (!now || now === epoch || formerEpochs.has(now)) return false;
    await reopen(now);
    if (epoch && epoch !== now) formerEpochs.add(epoch);
    epoch = now; // only now: under the new one nothing may be sent before what was kept
    tabs.say({ again: true });
    send();
    return true;
  }

  // Another tab heard of a newer epoch before this one: what was answered here since then was answered in the old one.
  async function catchUp() {
    if (!(await noteEpoch(await store.epoch()))) await reopen(epoch);
  }

  // Where the disk is full, in memory alone: the next page does it again, and is answered as before.
  async function reopen(now) {
    try {
      await store.reopen(now, waitAgain);
      noted = true;
      await refresh(true);
    } catch (error) {
      noted = false;
      (await store.after(0).catch(() => [])).forEach(lines.hold);
      tell({ full: true });
    }
    lines.sort();
    const left = lines.items.filter((item) => item.state === "answered" && !(noted && item.seq)); // what the disk doesn't know of
    left.forEach((item) => lines.enqueue(Object.assign(item, waitAgain(item))));
  }

  // What the store holds and this page doesn't yet: another tab's, or what waits once more. After a new epoch the store
  // is right in all of it: a tab may have been answered in the old one and could not write that any more.
  async function refresh(isAll = false) {
    for (const row of await readOn(store.load)) {
      const item = lines.get(row.id);
      if (!item) lines.hold(row);
      else if (noted && row.state !== item.state && (isAll || row.again || item.state === "waiting")) follow(item, row);
    }
    lines.sort();
    tell();
  }

  function follow(item, row) {
    const waited = waits(item);
    Object.assign(item, row);
    if (waits(item) && !waited) lines.enqueue(item);
    lines.dequeue();
  }

  async function onTabs(said) {
    if (said.again) await refresh();
    if (said.added) await readNew();
    for (const row of (said.epoch === epoch && said.changed) || []) {
      if (lines.has(row.id)) follow(lines.get(row.id), row);
      else lines.hold(row);
      onChange(lines.get(row.id));
    }
    tell();
    if (said.added || said.again) send();
  }

  async function readNew() {
    (await readOn(() => store.after(read).catch(() => []))).forEach(adopt);
  }

  function adopt(row) {
    if (lines.has(row.id)) return;
    lines.hold(row);
    onChange(row);
  }

  // A photo that was read becomes its scans: all of them or, where another tab did it before, none. One that the disk
  // didn't take has no place there, and they come last.
  async function replace(photo, result, scans) {
    const isMine = !photo.seq || (await store.swap(photo, scans));
    const became = isMine ? scans : [];
    if (!isMine) await refresh(); // the scans that the other made of it
    Object.assign(photo, { state: "answered", result, blob: null });
    lines.dequeue();
    lines.drop(photo);
    if (photo.seq) became.forEach(lines.hold);
    tabs.say({ again: true });
    onChange(photo);
    became.forEach(photo.seq ? onChange : addNew);
    return send();
  }

  // Whether there is room for one more.
  function photograph(file, fields, happenedAt) {
    if (lines.photos.length >= MOST_PHOTOS) return false;
    smaller(file).then((blob) => add(PHOTOS, fields, happenedAt, { blob }));
    return true;
  }

  // What was answered long ago is let go of, once the time is known.
  async function tidy() {
    if (tidied || clockOffset() === null) return;
    tidied = true;
    await store.forget(Date.now() + clockOffset() - KEPT);
  }

  async function acknowledge(item) {
    const change = { unread: false, answeredAt: item.answeredAt || Date.now() };
    await become([[item, item.kind === PHOTOS ? { ...change, blob: null } : change]]); // a photo is kept until then
    send(); // what waited behind it
  }

  // What was set aside, or refused for want of what a person has given since, is sent once more.
  function retry(item) {
    if (item.state !== "aside") {
      acknowledge(item);
      const { id, happened_at, ...fields } = item.body;
      return add(item.kind, fields, Date.parse(happened_at), { mono: item.mono, page: item.page });
    }
    become([[item, { state: "waiting", unread: false }]]).then(() => lines.enqueue(item) || send());
    return item;
  }

  onAwake(send);
  window.addEventListener("beforeunload", (event) => {
    if (lines.waiting().length && (!store.lasting || lines.items.some((item) => item.loose && waits(item)))) event.preventDefault();
  });
  tell();
  send();
  return {
    add: (fields, happenedAt) => add("scans", fields, happenedAt),
    judge: (fields, happenedAt) => add("inspections", fields, happenedAt),
    bind: (fields, happenedAt) => add("blanks", fields, happenedAt),
    photograph,
    acknowledge,
    retry,
    noteEpoch,
    send,
    waiting: lines.waiting,
    get items() {
      return lines.items;
    },
  };
}
