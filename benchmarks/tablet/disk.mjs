// A tablet's disk: the interface of floor/static/js/store.js over rows that a power cut can take back. What was written
// strictly is safe; what was written relaxed is safe a little later. A page that died writes nothing more.
const LATEST = 30;

export class Disk {
  constructor(random) {
    this.random = random;
    this.visible = { rows: new Map(), notes: new Map(), last: 0 };
    this.safe = copy(this.visible);
    this.made = []; // every item that was promised to be kept, in order
  }

  powerCut() {
    this.visible = copy(this.safe);
  }

  // One call of a page, in its turn; `isAlive` is asked when its turn has come.
  async call(name, values, isAlive) {
    await pause(this.random() * 6);
    if (!isAlive()) return undefined;
    const answer = this[name](...values);
    if (["add", "swap", "reopen"].includes(name)) this.safe = copy(this.visible);
    else setTimeout(() => (this.safe = copy(this.visible)), this.random() * 1500);
    await pause(this.random() * 3); // the page may die between its write and the news of it
    return answer;
  }

  load() {
    const rows = this.inOrder();
    return rows.filter((row, place) => row.open || place >= rows.length - LATEST);
  }

  after(seq) {
    return this.inOrder().filter((row) => row.seq > seq);
  }

  add(item, lease) {
    const seq = (this.visible.last += 1);
    this.put({ ...item, seq });
    this.made.push({ ...item, seq });
    return { seq, ...(lease ? this.lease(lease) : {}) };
  }

  change(items, epoch) {
    const now = this.epoch();
    if (now && now !== epoch) return false;
    items.forEach((item) => this.put(item));
    return true;
  }

  swap(photo, items) {
    const found = this.visible.rows.get(photo.seq);
    if (!found || found.id !== photo.id) return false;
    this.visible.rows.delete(photo.seq);
    items.forEach((item) => this.put(item));
    return true;
  }

  reopen(epoch) {
    this.visible.notes.set("epoch", epoch);
    const answered = this.inOrder().filter((row) => row.state === "answered" && row.kind !== "photos");
    answered.forEach((row) => this.put({ ...row, state: "waiting", page: "", again: true }));
  }

  forget() {}

  epoch() {
    return this.visible.notes.get("epoch") || null;
  }

  lease({ holder, now, until }) {
    const held = this.visible.notes.get("lease");
    const left = held ? held.until - now : 0;
    const mine = !held || held.holder === holder || left <= 0 || left > until - now;
    if (mine) this.visible.notes.set("lease", { holder, until });
    return { mine, until: mine ? until : held.until };
  }

  release(holder) {
    const held = this.visible.notes.get("lease");
    if (held && held.holder === holder) this.visible.notes.delete("lease");
  }

  put(item) {
    const row = { ...item };
    if (item.state === "waiting" || item.unread) row.open = 1;
    else delete row.open;
    this.visible.rows.set(row.seq, row);
  }

  inOrder() {
    return Array.from(this.visible.rows.values()).sort((one, other) => one.seq - other.seq);
  }
}

function copy({ rows, notes, last }) {
  return { rows: new Map(rows), notes: new Map(notes), last };
}

export function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
