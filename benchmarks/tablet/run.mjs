// Plays fault scripts, all at once, each a tablet of its own with a network of its own. Reads one line of JSON:
// {port, js, scripts: [{name, seed, station, token, codes, kind, photo}]}; then lines {script, token} that were asked for
// by {"unpaired": name}, and {"heal": true} when the server will stay. Writes {"played": name} for each script that made all
// it makes and waits for that, and a line when it is over.
import readline from "node:readline";
import { Worker } from "node:worker_threads";
import { Disk, pause } from "./disk.mjs";
import { failingNetwork, FAULTS } from "./proxy.mjs";

const PATIENCE = 300000;
const HOUR = 3600000;
const waitingForToken = new Map();
let healed = false;
let heal;
const serverStays = new Promise((resolve) => (heal = resolve));

const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

function dice(seed) {
  let value = seed >>> 0;
  return () => {
    value = (value + 0x6d2b79f5) | 0;
    let mixed = Math.imul(value ^ (value >>> 15), 1 | value);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Tablet {
  constructor(plan, port, js) {
    Object.assign(this, plan, { port, js });
    this.random = dice(plan.seed);
    this.disk = new Disk(dice(plan.seed + 1));
    this.kept = { local: [], session: [] };
    this.pages = [];
    this.skew = 0;
    this.did = [];
    this.trueTimes = new Map();
  }

  async open() {
    const pick = dice(this.seed + 2);
    const rate = 0.1 + this.random() * 0.6;
    this.network = await failingNetwork(this.port, () => (healed || pick() > rate ? "" : FAULTS[Math.floor(pick() ** 1.3 * FAULTS.length)]));
    this.turnOn();
  }

  turnOn() {
    const { js, token, name, station } = this;
    const address = `http://127.0.0.1:${this.network.port}`;
    const page = { alive: true, answers: new Map() };
    const kept = { local: this.kept.local, session: this.pages.length ? [] : this.kept.session };
    page.worker = new Worker(new URL("page.mjs", import.meta.url), { workerData: { js, address, token, script: name, station, kept, skew: this.skew } });
    page.worker.on("error", (error) => tell({ broken: name, seed: this.seed, error: String(error.stack) }));
    page.worker.on("message", (said) => this.hear(page, said));
    this.pages.push(page);
    return page;
  }

  async hear(page, said) {
    if (said.kept) this.kept[said.name] = said.kept;
    if (said.looked && page.answers.has(said.looked)) page.answers.get(said.looked)(said);
    if (!said.call) return;
    const before = this.disk.made.length;
    page.line = (page.line || Promise.resolve()).then(async () => {
      const answer = await this.disk.call(said.call, said.values, () => page.alive);
      if (page.alive) page.worker.postMessage({ turn: said.turn, answer });
    });
    if (said.call === "add") this.trueTimes.set(said.values[0].id, Date.now());
    return before;
  }

  async turnOff(page) {
    page.alive = false;
    this.pages = this.pages.filter((one) => one !== page);
    await page.worker.terminate();
  }

  get page() {
    return this.pages[this.pages.length - 1];
  }

  async step() {
    const roll = this.random();
    const deeds = this.deeds();
    const sum = deeds.reduce((all, [weight]) => all + weight, 0);
    let left = roll * sum;
    const [, name, act] = deeds.find(([weight]) => (left -= weight) < 0) || deeds[0];
    this.did.push(name);
    await act();
  }

  // What may happen next, with how often.
  deeds() {
    const say = (what) => this.page.worker.postMessage(what);
    const code = () => this.codes[Math.floor(this.random() * this.codes.length)];
    const made = this.kind === "judge" ? [12, "judge", () => say({ judge: code() })] : [12, "scan", () => say({ scan: code() })];
    return [
      made,
      [this.kind === "judge" ? 0 : 1, "undo", () => say({ undo: true })],
      [this.photo ? 2 : 0, "photo", () => say({ photo: this.takePhoto() })],
      [5, "wait", () => pause(this.random() * 400)],
      [1.5, "reload", () => this.reload()],
      [1, "crash", () => this.crash(false)],
      [1, "power cut", () => this.crash(true)],
      [1.2, "clock", () => this.jump()],
      [1, "second tab", () => (this.pages.length < 2 ? this.turnOn() : this.turnOff(this.pages[0]))],
      [0.7, "unpaired", () => this.pairAgain()],
      [2, "look", () => this.look()],
      [1, "online", () => say({ fire: "online" })],
    ];
  }

  takePhoto() {
    const { photo } = this;
    this.photo = null;
    this.photographed = true;
    return photo;
  }

  async reload() {
    const { page } = this;
    page.worker.postMessage({ fire: "pagehide" });
    await pause(5);
    await this.turnOff(page);
    if (!this.pages.length) this.turnOn();
  }

  async crash(isPowerCut) {
    await Promise.all(this.pages.map((page) => this.turnOff(page)));
    if (isPowerCut) this.disk.powerCut();
    await pause(this.random() * 200);
    this.turnOn();
  }

  jump() {
    const by = [-26, -3, 3, 0.05, 26][Math.floor(this.random() * 5)] * HOUR;
    this.skew += by;
    this.jumped = true;
    this.pages.forEach((page) => page.worker.postMessage({ jump: by }));
  }

  // A supervisor ends the token and pairs the tablet again.
  async pairAgain() {
    tell({ unpaired: this.name });
    this.token = await new Promise((resolve) => waitingForToken.set(this.name, resolve));
    this.pages.forEach((page) => page.worker.postMessage({ token: this.token }));
  }

  look() {
    const { page } = this;
    const number = (this.looks = (this.looks || 0) + 1);
    page.worker.postMessage({ look: number });
    return new Promise((resolve) => {
      page.answers.set(number, resolve);
      setTimeout(() => resolve({ heard: false, waits: -1 }), 30000);
    });
  }

  async drain() {
    await serverStays;
    const until = Date.now() + PATIENCE;
    for (let calm = 0; calm < 2 && Date.now() < until; ) {
      const found = (this.last = await this.look());
      if (found.trouble === "unpaired") await this.pairAgain();
      calm = found.heard && !found.waits && !this.disk.inOrder().some((row) => row.state === "waiting") ? calm + 1 : 0;
      await pause(150);
    }
  }

  async report() {
    await Promise.all(this.pages.map((page) => this.turnOff(page)));
    this.network.close();
    const stuck = this.disk.inOrder().filter((row) => row.state !== "answered");
    if (stuck.length) process.stderr.write(`seed ${this.seed} stuck: ${JSON.stringify(stuck)} ${JSON.stringify(this.last)}\n`);
    const rows = this.disk.inOrder().map(({ id, seq, kind, state, body, result }) => ({ id, seq, kind, state, code: body.code || null, undoes: body.undoes || null, outcome: result ? result.outcome : null }));
    const made = this.disk.made.map(({ id, seq, kind, body }) => ({ id, seq, kind, code: body.code || null, at: this.trueTimes.get(id) || null, offset: body.clock_offset_ms !== undefined }));
    tell({ done: this.name, seed: this.seed, did: this.did, made, rows, faults: this.network.counts, photographed: Boolean(this.photographed) });
  }
}

async function play(plan, port, js) {
  const tablet = new Tablet(plan, port, js);
  await tablet.open();
  for (let steps = 16 + Math.floor(tablet.random() * 24); steps > 0; steps -= 1) {
    await tablet.step();
    await pause(tablet.random() * 60);
  }
  tell({ played: plan.name });
  await tablet.drain();
  await tablet.report();
}

const lines = readline.createInterface({ input: process.stdin });
let plan = null;
lines.on("line", (line) => {
  const said = JSON.parse(line);
  if (said.token && waitingForToken.has(said.script)) {
    waitingForToken.get(said.script)(said.token);
    waitingForToken.delete(said.script);
  } else if (said.heal) {
    healed = true;
    heal();
  } else if (!plan) {
    plan = said;
    Promise.all(said.scripts.map((script) => play(script, said.port, said.js))).then(() => process.exit(0));
  }
});
