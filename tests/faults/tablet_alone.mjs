// The tablets' own outbox without a browser, a server or a disk: argv[2] is the folder of the scripts, argv[3] the name of
// what happens. Writes one line of JSON.
const [js, happening] = process.argv.slice(2);
const STATION = { station: "P-OBR" };
const boxed = () => ({ getItem: () => null, setItem() {}, removeItem() {} });
const answered = [];
let decoded = { status: 503, body: { error: "TRY_AGAIN" } };
let epoch = "first";

globalThis.window = { addEventListener() {} };
globalThis.document = { hidden: false, addEventListener() {}, querySelector: () => ({ content: "" }) };
globalThis.localStorage = boxed();
globalThis.sessionStorage = boxed();
globalThis.BroadcastChannel = undefined;
globalThis.fetch = async (address, { body }) => {
  if (address === "/api/v1/decode") return reply(decoded);
  const { scans, epoch: known } = JSON.parse(body);
  if (known && known !== epoch) return reply({ status: 200, body: { results: [], epoch } });
  answered.push(...scans.map((scan) => scan.code));
  return reply({ status: 200, body: { epoch, results: scans.map(({ id }) => ({ id, outcome: "recorded", moves: [] })) } });
};

function reply({ status, body }) {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

const { openStore } = await import(js + "/store.js");
const { openOutbox } = await import(js + "/outbox.js");
const store = await openStore();
const full = async () => {
  throw new Error("QuotaExceededError");
};

function until(isSo) {
  return new Promise((resolve) => setInterval(() => isSo() && resolve(), 20));
}

// No wait of the tablet's is a long one.
function hurry() {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (act, ms = 0) => setTimeout(act, Math.min(ms, 50));
}

const open = () => openOutbox(store, () => undefined, () => undefined);
const waiting = (box) => box.waiting().map((item) => item.kind);
const read = (...codes) => ({ status: 200, body: { labels: codes.map((text) => ({ text })) } });
const refusal = (error, status) => ({ status, body: { error, sentence: "…" } });

const HAPPENINGS = {
  // A photo in which nothing is read, and somebody has seen that; then a backup is restored at the server.
  async restore() {
    const box = await open();
    decoded = refusal("NOT_A_PICTURE", 422);
    box.photograph(new Blob(["dark"]), STATION, Date.now());
    box.add({ code: "U00000001", ...STATION }, Date.now());
    await until(() => box.items.length === 2 && !box.waiting().length);
    await box.acknowledge(box.items.find((item) => item.unread));
    epoch = "second";
    await box.noteEpoch(epoch);
    await until(() => answered.length === 2);
    return { answered, waiting: waiting(box), photos: (await store.load()).filter((row) => row.kind === "photos").map((row) => row.state) };
  },

  // The disk takes no photo, but scans it does.
  async fullOfPhotos(...labels) {
    const add = store.add;
    store.add = (item, lease) => (item.blob ? full() : add(item, lease));
    decoded = read(...labels);
    const box = await open();
    box.photograph(new Blob(["two labels"]), STATION, Date.now());
    await until(() => answered.length === 2);
    await until(() => !box.waiting().length);
    return { answered, kept: (await store.load()).map((row) => row.body.code) };
  },

  // What the server says to a photo that waits, and what is kept of it: before somebody has read that, and after.
  async refused(error, status) {
    decoded = refusal(error, Number(status));
    const box = await open();
    let asked = 0;
    const { fetch } = globalThis;
    globalThis.fetch = (...what) => fetch(...what).finally(() => (asked += 1));
    box.photograph(new Blob(["dark"]), STATION, Date.now());
    await until(() => asked && box.items.length);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [item] = box.items;
    const before = { waiting: waiting(box), blob: Boolean(item.blob) };
    if (item.unread) await box.acknowledge(item);
    return { ...before, after: Boolean(item.blob) };
  },

  // Labels of a photo that was kept.
  async cards(...labels) {
    decoded = read(...labels);
    decoded.body.refusal = { code: "NO_GOODS_IN_PHOTO" };
    const box = await open();
    box.photograph(new Blob(["labels"]), STATION, Date.now());
    await until(() => box.items.length && !box.waiting().length);
    return answered.length ? { answered } : { answered, said: box.items[0].result.refusal.code };
  },

  // The server is busy once, and what wakes the tablet for the next try goes off a little early.
  async earlyTimer(...labels) {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (act, ms = 0) => setTimeout(act, ms > 100 ? ms - 5 : ms);
    const box = await open();
    box.photograph(new Blob(["a label"]), STATION, Date.now());
    await until(() => waiting(box).length);
    decoded = read(...labels);
    await until(() => answered.length && !box.waiting().length);
    return { answered };
  },

  // The site forbids cameras, and allows them again before somebody sends the photo once more.
  async forbidden(label) {
    decoded = refusal("CAMERA_OFF", 422);
    const box = await open();
    box.photograph(new Blob(["a label"]), STATION, Date.now());
    await until(() => box.items.some((item) => item.unread));
    const [row] = await store.load();
    const before = { waiting: waiting(box), unread: box.items.map((item) => item.unread), blob: Boolean(row.blob) };
    decoded = read(label);
    box.retry(box.items[0]);
    await until(() => answered.length === 1 && !box.waiting().length);
    return { before, answered };
  },

  // A tab was closed just after it had kept a scan, before the other heard of it.
  async leftBehind() {
    hurry();
    store.after = async (seq) => (await store.load()).filter((row) => row.seq > seq);
    const box = await open();
    const body = { id: "01900000-0000-7000-8000-000000000001", code: "U00000001", ...STATION };
    await store.add({ id: body.id, kind: "scans", units: [body.code], body, state: "waiting", unread: false, page: "gone" });
    await until(() => answered.length && !box.waiting().length);
    return { answered, kept: (await store.load()).map((row) => row.state) };
  },

  // Another tab kept a scan that this one hadn't heard of; while it looks for that, two more are made here.
  async madeWhileLooking() {
    const looks = [200];
    const box = await open();
    store.after = async (seq) => {
      const rows = (await store.load()).filter((row) => row.seq > seq);
      await new Promise((resolve) => setTimeout(resolve, looks.shift() || 0));
      return rows;
    };
    const body = { id: "01900000-0000-7000-8000-000000000001", code: "U00000001", ...STATION };
    await store.add({ id: body.id, kind: "scans", units: [body.code], body, state: "waiting", unread: false, page: "other" });
    box.add({ code: "U00000002", ...STATION }, Date.now());
    await until(() => !looks.length);
    await box.send();
    box.add({ code: "U00000003", ...STATION }, Date.now());
    await until(() => answered.length === 3);
    return { answered };
  },

  // Another tab, which is closed then, made a photo into its scan before this one was told what is in it.
  async readElsewhere(label) {
    hurry();
    const box = await open();
    box.photograph(new Blob(["a label"]), STATION, Date.now());
    await until(() => waiting(box).length);
    const [photo] = await store.load();
    const body = { id: "01900000-0000-7000-8000-000000000001", code: label, ...STATION };
    await store.swap(photo, [{ id: body.id, seq: photo.seq, kind: "scans", units: [label], body, state: "waiting", unread: false, page: "gone" }]);
    decoded = read(label);
    await until(() => answered.length && !box.waiting().length);
    return { answered, kept: (await store.load()).map((row) => row.state) };
  },

  // An answer from before a restore reaches this tab after the other one has heard of the restore.
  async answeredBefore() {
    let kept = "first";
    const { change, reopen } = store;
    store.epoch = async () => kept;
    store.change = async (items, under) => (under === kept ? change(items) : false);
    store.reopen = async (now, waits) => reopen((kept = now), waits);
    const { fetch } = globalThis;
    globalThis.fetch = async (...what) => {
      const answer = await fetch(...what);
      if (epoch === "first") await store.reopen((epoch = "second"), (item) => item);
      return answer;
    };
    const box = await open();
    box.add({ code: "U00000001", ...STATION }, Date.now());
    await until(() => answered.length === 2 && !box.waiting().length);
    return { answered, kept: (await store.load()).map((row) => row.state) };
  },

  // What this tab has done when another is told that a scan was answered.
  async toldWhenKept() {
    const did = [];
    const { change } = store;
    store.change = async (...what) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      did.push("kept");
      return change(...what);
    };
    globalThis.BroadcastChannel = class {
      postMessage(said) {
        if (said.changed) did.push("told");
      }
    };
    const box = await open();
    box.add({ code: "U00000001", ...STATION }, Date.now());
    await until(() => did.length === 2);
    return { did };
  },

  // A backup was restored at the server, and the tablet's disk takes nothing more.
  async restoreWithFullDisk() {
    const box = await open();
    box.add({ code: "U00000001", ...STATION }, Date.now());
    await until(() => answered.length === 1 && !box.waiting().length);
    Object.assign(store, { reopen: full, change: full, add: full });
    epoch = "second";
    box.add({ code: "U00000002", ...STATION }, Date.now());
    await until(() => answered.length === 3 && !box.waiting().length);
    return { answered };
  },
};

process.stdout.write(JSON.stringify(await HAPPENINGS[happening](...process.argv.slice(4))));
process.exit(0);
