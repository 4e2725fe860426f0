// One page of a tablet, without a screen: the tablet's own outbox.js and api.js in a thread of their own, which dies as
// a browser does. What a browser would give them stands here: a clock that jumps, a store, a network.
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";

const { js, address, token, script, kept, station } = workerData;
const realNow = Date.now;
let skew = workerData.skew;
let bearer = token;
Date.now = () => realNow() + skew;

const listeners = {};
const hear = (name, act) => (listeners[name] = [...(listeners[name] || []), act]);
const fire = (name) => (listeners[name] || []).forEach((act) => act({ preventDefault() {} }));
const things = (rows) => ({
  getItem: (name) => (rows.has(name) ? rows.get(name) : null),
  setItem: (name, value) => rows.set(name, String(value)) && parentPort.postMessage({ kept: Array.from(rows), name: rows.label }),
  removeItem: (name) => rows.delete(name) && parentPort.postMessage({ kept: Array.from(rows), name: rows.label }),
});
const boxed = (label) => things(Object.assign(new Map(kept[label]), { label }));
globalThis.window = { addEventListener: hear };
globalThis.document = { hidden: false, addEventListener: hear, querySelector: () => ({ content: "" }) };
globalThis.localStorage = boxed("local");
globalThis.sessionStorage = boxed("session");
const Channel = globalThis.BroadcastChannel;
globalThis.BroadcastChannel = class extends Channel {
  constructor(name) {
    super(name + script);
  }
};
const realFetch = globalThis.fetch;
globalThis.fetch = (where, { credentials, cache, redirect, ...how }) =>
  realFetch(address + where, { ...how, redirect: "manual", headers: { ...how.headers, Authorization: "Bearer " + bearer } });

// The store is the tablet's disk, on the other side of the thread.
const asked = new Map();
let turn = 0;
const store = new Proxy({ lasting: true }, {
  get: (target, name) => (name in target || name === "then" ? target[name] : (...values) => call(name, values.filter((value) => typeof value !== "function"))),
});
function call(name, values) {
  turn += 1;
  parentPort.postMessage({ call: name, values, turn });
  return new Promise((resolve) => asked.set(turn, resolve));
}

const { openOutbox } = await import(js + "/outbox.js");
const { ask } = await import(js + "/api.js");
let box = null;
let trouble = "";
const early = [];
parentPort.on("message", (said) => (said.turn ? asked.get(said.turn)(said.answer) : box ? obey(said) : early.push(said)));
box = await openOutbox(store, () => undefined, (state) => (trouble = state.trouble));
early.forEach(obey);

async function obey(said) {
  if (said.scan) box.add({ code: said.scan, station }, Date.now());
  if (said.judge) box.judge({ code: said.judge, passed: 1, station }, Date.now());
  if (said.undo) undo();
  if (said.photo) box.photograph(new Blob([await readFile(said.photo)]), { station }, Date.now());
  if (said.jump) skew += said.jump;
  if (said.token) bearer = said.token;
  if (said.fire) fire(said.fire);
  if (said.look) poll(said.look);
}

function undo() {
  const last = box.items.filter((item) => item.kind === "scans" && item.body.code).pop();
  if (last) box.add({ undoes: last.id, station }, Date.now());
}

// What the station's page asks every five seconds.
async function poll(number) {
  try {
    const answer = await ask("/api/v1/station", { headers: { Accept: "application/json" } });
    if (answer.status === 401) trouble = "unpaired";
    if (answer.status === 200 && answer.body) await box.noteEpoch(answer.body.epoch);
    parentPort.postMessage({ looked: number, heard: answer.status === 200, waits: box.waiting().length, trouble, skew });
  } catch (error) {
    parentPort.postMessage({ looked: number, heard: false, waits: box.waiting().length, trouble, skew });
  }
}
