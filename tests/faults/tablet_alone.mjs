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
