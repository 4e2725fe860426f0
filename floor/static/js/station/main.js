// The station's screen: what is scanned goes into the outbox; what becomes of it is shown, said and sounded.
import { openOutbox } from "../outbox.js";
import { startPads } from "../pad.js";
import { allowSound, sound } from "../sound.js";
import { openStore } from "../store.js";
import { listen } from "../wedge.js";
import { showAnswer, showNotice } from "./answer.js";
import { showLink } from "./link.js";
import { clockTime, lookOf } from "./look.js";
import { panels } from "./panels.js";
import { readPhoto } from "./photo.js";
import { pollStation } from "./poll.js";
import { quantityFor } from "./quantity.js";
import { showRecent, showUnread } from "./recent.js";
import { offerUndo } from "./undo.js";
import { seenOf, showPeople, showWaiting } from "./waiting.js";

const find = (id) => document.getElementById(id);
const page = find("station").dataset;
const words = find("words").dataset;
const locale = document.documentElement.lang;

// Shown as kept only where the answer takes longer than this: mostly it is there before an eye could have read it.
const PATIENCE = 350;

let waiting = [];
let listsWait = false;
let current = null; // the item that the large panel answers

const boards = panels([find("code-opens"), find("quantity-opens")]);
const quantity = quantityFor(
  {
    field: find("quantity"), use: find("quantity-use"), armed: find("armed"), armedNumber: find("armed-number"),
    cancel: find("armed-cancel"), panels: boards,
  },
  scan,
);
const undo = offerUndo(find("undo"), find("undo-left"), (item) => scan({ undoes: item.id }));
const link = showLink(find("link"), find("trouble"), words);
const act = { choose, count: (item) => quantity.askAbout(item.body.code), signInAddress: page.signIn };
let outbox = null;
let poll = null;

async function start() {
  allowSound();
  startPads(document);
  const store = await openStore();
  find("no-store").hidden = store.lasting;
  outbox = await openOutbox(store, page.scans, onChange, link.sending);
  poll = pollStation(page.about, onNews, link.polled);
  listen(find("wedge"), find("code"), onCode);
  if (find("photo")) find("photo").addEventListener("change", onPhoto);
  drawLists();
}

function scan(fields, happenedAt = Date.now()) {
  undo.forget();
  const body = { station: page.code, ...fields };
  const seen = body.code ? seenOf(waiting, body.code) : null;
  if (seen) body.seen = seen;
  outbox.add(body, happenedAt);
}

function onCode(code, happenedAt) {
  const asked = quantity.take();
  boards.close();
  scan(asked ? { code, quantity: asked } : { code }, happenedAt);
}

function choose(item, choice) {
  const fields = { code: item.body.code, step: choice.step };
  if (choice.cycle !== undefined) fields.cycle = choice.cycle;
  if (item.body.quantity) fields.quantity = item.body.quantity;
  scan(fields);
}

function onChange(item) {
  const isNew = item.state === "waiting" && !item.result;
  if (isNew) {
    current = item;
    setTimeout(() => item === current && item.state === "waiting" && show(item), PATIENCE);
  } else if (item === current && item.state !== "waiting") {
    show(item);
  }
  drawLists();
}

function show(item) {
  const look = lookOf(item);
  showAnswer(find("answer"), item, words, act);
  sound(look);
  if (look === "kept") return;
  if (item.unread) outbox.acknowledge(item); // somebody is looking at it
  if (look === "good" && !item.body.undoes && item.result.moves.length) undo.offer(item);
  poll();
}

// After the frame in which the answer stands: nobody reads the lists first.
function drawLists() {
  if (listsWait) return;
  listsWait = true;
  requestAnimationFrame(() => setTimeout(drawListsNow));
}

function drawListsNow() {
  listsWait = false;
  showRecent(find("recent"), outbox.items, words, (iso) => clockTime(iso, locale, page.zone));
  showUnread(find("unread"), outbox.items.filter((item) => item.unread && item !== current), words, outbox.acknowledge);
}

function onNews(news) {
  waiting = news.waiting;
  outbox.noteEpoch(news.epoch);
  showWaiting(find("waiting"), find("waiting-total"), waiting, words);
  showPeople(find("officer"), find("worker"), news, words);
}

async function onPhoto(event) {
  const file = event.target.files[0];
  if (!file) return;
  showNotice(find("answer"), "kept", words.reading, words);
  try {
    const found = await readPhoto(file, page.decode);
    found.codes.forEach((code) => scan({ code }));
    if (!found.codes.length) refuse(found.sentence || words.photoNotSent);
  } catch (error) {
    refuse(words.photoNotSent);
  }
  event.target.value = "";
}

function refuse(sentence) {
  current = null;
  showNotice(find("answer"), "stop", sentence, words);
  sound("stop");
}

start();
