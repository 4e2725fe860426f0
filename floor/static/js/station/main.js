// The station's screen: what is scanned goes into the outbox; what becomes of it is shown, said and sounded.
import { learnCommands } from "../command_codes.js";
import { afterPaint } from "../dom.js";
import { openOutbox } from "../outbox.js";
import { startPads } from "../pad.js";
import { allowSound, sound } from "../sound.js";
import { openStore } from "../store.js";
import { listen } from "../wedge.js";
import { answerPanel } from "./answer.js";
import { bindBlanks } from "./binding.js";
import { kioskScreen } from "./kiosk.js";
import { commandsAtStation } from "./commands.js";
import { knownNews, without } from "./known.js";
import { showLink } from "./link.js";
import { clockTime, lookOf, movedBy, withoutWord, wordOf } from "./look.js";
import { lookMode } from "./lookup.js";
import { panels } from "./panels.js";
import { offerCamera } from "./photo.js";
import { pollStation } from "./poll.js";
import { quantityFor } from "./quantity.js";
import { quietScreen } from "./quiet.js";
import { drawQuiet } from "./quiet_words.js";
import { showRecent, showUnread } from "./recent.js";
import { showToday } from "./today.js";
import { offerUndo } from "./undo.js";
import { openVoice, spokenOf, spokenOfMany } from "./voice.js";
import { seenOf, showCarton, showPeople, showWaiting } from "./waiting.js";

const find = (id) => document.getElementById(id);
const page = find("station").dataset;
const words = find("words").dataset;
const locale = document.documentElement.lang;

// Shown as kept only where the answer takes longer than this: mostly it is there before an eye could have read it.
const PATIENCE = 350;
// The lists below the answer are drawn when the tablet has nothing else to do, but not later than this.
const LISTS_WITHIN = 400;
// What was scanned so lately is what a blank label is for, unless another is scanned.
const JUST_NOW = 90000;
const MOVED_TO = "floor-moved-to";

let news = { waiting: [], today: { done: 0, target: null } };
let listsWait = false;
let current = null; // the item that the large panel answers
const shown = new WeakSet(); // items whose answer was shown: that it was read since is nothing new
let photo = []; // ids of the items of the last photo, where the panel answers several
let lastScan = null; // of this page, whatever became of it
let isMoved = false; // this tablet stands at another station by now; the page doesn't yet
let lastUnit = { unit: null, at: -JUST_NOW };

const boards = panels([find("code-opens"), find("quantity-opens")]);
const quantity = quantityFor(
  {
    field: find("quantity"), use: find("quantity-use"), armed: find("armed"), armedNumber: find("armed-number"),
    cancel: find("armed-cancel"), panels: boards,
  },
  scan,
);
const voice = openVoice(page.clips, find("voice"));
const undo = offerUndo(find("undo"), find("undo-left"), words, (item) => scan({ undoes: item.id }));
const link = showLink(find("link"), find("trouble"), find("notes"), words);
const known = knownNews(page.code, { ...words, ...find("notes").dataset });
const answer = answerPanel(
  find("answer"),
  words,
  { choose, count: (item) => quantity.askAbout(item.body.code), signInAddress: page.signIn },
  undo,
);
const kiosk = kioskScreen(find("kiosk"), {
  stop: find("kiosk-stop"), away: find("kiosk-away"), sentence: find("kiosk-sentence"), said: find("kiosk-said"),
});
const look = lookMode(
  { opens: find("look-opens"), panel: find("looked"), story: find("looked-story"), left: find("looked-left") },
  page.look,
  words,
);
const binding = bindBlanks(
  {
    panel: find("bind"), blank: find("bind-blank"), from: find("bind-from"), said: find("bind-said"), uses: find("bind-uses"),
    source: find("bind-source"), lost: find("bind-lost"), offered: find("bind-offered"), amount: find("bind-amount"), quantity: find("bind-quantity"),
    all: find("bind-all"), recipe: find("bind-recipe"), recipes: find("bind-recipes"), choices: find("bind-choices"),
    confirm: find("bind-confirm"),
  },
  { station: page.code, bind: (fields) => outbox.bind({ ...known.people(), ...fields }, Date.now()), units: page.units, waiting: () => news.waiting },
  words,
  onBound,
  () => notice("kept", find("notes").dataset.bindKept),
);
const commands = commandsAtStation(words, {
  notice, sound, look, binding,
  scan: (code) => scan({ code }),
  undoable: () => undo.last() && { unit: undo.last().result.unit.unit, quantity: movedBy(undo.last()) },
  takeBack,
});
const early = []; // scanned before the tablet's store stood open, in their order
let outbox = null;
let poll = null;
let quiet = null;
let camera = null;

async function start() {
  allowSound();
  listen(find("wedge"), find("code"), onCode, { onAgain: () => sound("already"), mayRepeat: quantity.isArmed });
  startPads(document);
  camera = offerCamera(
    { panel: find("camera"), opens: find("camera-opens"), photo: find("photo-opens"), field: find("photo") },
    { scan: onLabels, wantsOne, lookOf, wordOf: (item) => wordOf(item, words), refuse, reading, keep: keepPhoto },
  );
  const store = await openStore();
  find("no-store").hidden = store.lasting;
  if (!store.lasting) Object.assign(words, { kept: words.notKept, keptSentence: words.notKeptSentence });
  quiet = quietScreen(find("quiet"), () => drawQuiet(find, news, page.zone, locale, words), onQuiet);
  outbox = await openOutbox(store, onChange, link.sending);
  showKnown();
  poll = pollStation(page.about, quiet.isOn, onNews, onPolled, isSettled);
  drawLists();
  for (const [code, happenedAt] of early.splice(0)) onCode(code, happenedAt);
}

function scan(fields, happenedAt = Date.now()) {
  photo = [];
  voice.hush(); // what is said of the last scan mustn't be taken for this one's answer
  undo.forget();
  const body = { station: page.code, ...known.people(), ...kiosk.before(fields.code), ...fields };
  const before = outbox.waiting();
  const left = without(news, before).waiting;
  const seen = body.code ? seenOf(left, body.code) : null;
  if (seen) body.seen = seen;
  const item = outbox.add(body, happenedAt);
  item.doubt = known.doubt(item.body, left, before);
  if (!body.undoes) lastScan = item;
  return item;
}

// What the last scan did, by the command: true where that is settled here. The server, which only knows what stood last
// at this station, is asked where this page made no scan at all.
function takeBack() {
  if (!lastScan) return false;
  if (lastScan.state === "waiting") scan({ undoes: lastScan.id });
  else notice("already", words.nothingToUndo), sound("already");
  return true;
}

function onCode(code, happenedAt) {
  if (!outbox) return void early.push([code, happenedAt]);
  quiet.wake();
  if (isMoved) return refuse(words.moved);
  if (commands.obey(code, happenedAt)) return undefined;
  if (look.isOn()) {
    window.scrollTo(0, 0);
    return look.show(code);
  }
  if (binding.isOn() && /^[UC]/i.test(code)) return binding.take(code);
  const asked = quantity.take();
  boards.close();
  return scan(asked ? { code, quantity: asked } : { code }, happenedAt);
}

function choose(item, choice) {
  const fields = { code: item.body.code, step: choice.step };
  if (choice.cycle !== undefined) fields.cycle = choice.cycle;
  if (item.body.quantity) fields.quantity = item.body.quantity;
  scan(fields);
}

// Until the answer stands nothing else is drawn: on a slow tablet every frame before it is a frame too late.
function onChange(item) {
  if (item.kind === "blanks") return onBlank(item);
  const isNew = item.state === "waiting" && !item.result;
  if (isNew) {
    current = item;
    setTimeout(() => item.state === "waiting" && keptStill(item), PATIENCE);
    return;
  }
  if (item.state === "waiting") shown.delete(item);
  else if (!shown.has(item) && (item === current || photo.includes(item.id))) show(item);
  drawLists();
}

// Said to be kept only once it is.
function keptStill(item) {
  if (!item.seq && !item.loose) return setTimeout(() => item.state === "waiting" && keptStill(item), PATIENCE); // the disk is slow
  if (item === current) show(item);
  return drawLists();
}

function show(item) {
  const looks = lookOf(item);
  if (looks !== "kept") shown.add(item);
  if (photo.includes(item.id)) return showPhoto(item);
  answer.show(item);
  return afterPaint(() => {
    voice.say(spokenOf(item), sound(looks === "good" && item.body.undoes ? "undone" : looks));
    if (looks === "kept") return;
    setTimeout(() => {
      heed(item, looks);
      poll();
    });
  });
}

// What follows from an answer besides being shown.
function heed(item, looks) {
  if (window.scrollY) window.scrollTo(0, 0); // what was typed may have brought the field into sight, and the answer out of it
  if (item.unread && !keepsPhoto(item)) outbox.acknowledge(item); // somebody is looking at it
  if (looks !== "good") quiet.wake();
  if (looks === "good" && !item.body.undoes && item.result.moves.length) undo.offer(item);
  if (item.state !== "answered") return;
  const refusal = item.result.refusal;
  if (refusal && refusal.next === "bind" && !photo.length) {
    const isFresh = performance.now() - lastUnit.at < JUST_NOW;
    binding.open(item.body.code.replace(/[\s-]/g, "").toUpperCase(), isFresh ? lastUnit.unit : null);
  }
  if (item.result.station) location.reload(); // this tablet stands elsewhere now
  if (item.result.unit) lastUnit = { unit: item.result.unit, at: performance.now() };
}

// A photo that may still be read, though not now: to look at the answer is not yet to let it go.
function keepsPhoto(item) {
  return item.state === "aside" && Boolean(item.blob);
}

// Several labels of one photo: one answer for all of them, one sound when the last has come.
function showPhoto(item) {
  const items = photo.map((id) => outbox.items.find((one) => one.id === id)).filter(Boolean);
  heed(item, lookOf(item));
  const looks = answer.showMany(items);
  if (items.some((one) => one.state === "waiting")) return;
  undo.forget(); // each has its own button
  afterPaint(() => voice.say(spokenOfMany(looks, items.length), sound(looks)));
  poll();
}

function drawLists() {
  if (listsWait) return;
  listsWait = true;
  requestIdleCallback(drawListsNow, { timeout: LISTS_WITHIN });
}

function drawListsNow() {
  listsWait = false;
  camera.draw();
  if (outbox.waiting().length) drawCounts();
  const when = (iso) => clockTime(iso, locale, page.zone);
  showRecent(find("recent"), outbox.items, words, when, undo);
  showUnread(
    find("unread"),
    outbox.items.filter((item) => item.unread && (keepsPhoto(item) || (item !== current && !photo.includes(item.id)))),
    words,
    when,
    outbox.acknowledge,
    outbox.retry,
  );
}

function onNews(told) {
  if (told.station && told.station.code !== page.code) return standElsewhere(told.station.code);
  known.keep(told);
  news = told;
  kiosk.told(news);
  outbox.noteEpoch(news.epoch);
  learnCommands(news.commands);
  drawCounts();
  showPeople(find("officer"), find("worker"), news, words);
  showCarton(find("carton"), news, words);
  quiet.draw();
  camera.allow(news.camera);
}

// A card moved this tablet from another page of it, or the page is an old one: once it asks for the page of that station.
function standElsewhere(code) {
  isMoved = true;
  if (sessionStorage.getItem(MOVED_TO) === code) return refuse(words.moved);
  sessionStorage.setItem(MOVED_TO, code);
  return location.reload();
}

// What waits here and was done today, by what the server said last and what was scanned since.
function drawCounts() {
  const now = without(news, outbox.waiting());
  showWaiting(find("waiting"), find("waiting-total"), now.waiting, words, page.zone);
  showToday({ done: find("today-done"), target: find("today-target"), bar: find("today-bar") }, now.today, words);
}

// What was known before the page was opened, until the server says more.
function showKnown() {
  const before = known.recall();
  if (!before) return;
  news = before;
  drawCounts();
  showPeople(find("officer"), find("worker"), news, words);
}

function onPolled(trouble) {
  link.polled(trouble, known.isOld() ? known.age() : "");
  if (!trouble && outbox.waiting().length) outbox.send(); // it is there again: what waits needn't wait any longer
}

// A newer page may be taken: nothing waits for the server, and nothing for a person.
function isSettled() {
  return !outbox.waiting().length && !outbox.items.some((item) => item.unread);
}

function onQuiet(isOn) {
  document.body.classList.toggle("is-quiet", isOn);
  if (isOn) return camera.rest();
  camera.wake();
  return poll && poll();
}

function onBlank(item) {
  if (binding.heard(item) && item.unread) outbox.acknowledge(item); // somebody is looking at it
  drawLists();
}

function onBound(result) {
  current = null;
  answer.notice("good", withoutWord(result.say, words.good));
  voice.say(["good"], sound("good"));
  poll();
}

// Labels that a camera read, as if each was scanned by hand. Those of one look are answered together with the items
// `before` of the same look; answers the items of all of them.
function onLabels(codes, before) {
  const heard = codes.map((code) => onCode(code, Date.now())).filter((item) => item && item.id);
  const items = [...before, ...heard];
  if (items.length > 1) photo = items.map((item) => item.id);
  return items;
}

// What comes next is meant for one label: of several nobody could say which.
function wantsOne() {
  return look.isOn() || binding.isOn() || quantity.isArmed();
}

function reading() {
  answer.notice("kept", words.reading);
}

// What was meant for one label, or only to be looked up, is no scan that may wait.
function keepPhoto(file) {
  return !wantsOne() && Boolean(outbox.photograph(file, { station: page.code, ...known.people() }, Date.now()));
}

function notice(looks, sentence) {
  current = null;
  answer.notice(looks, sentence);
  voice.say(looks === "ask" || looks === "stop" ? ["look:" + looks] : [], 0.4);
}

function refuse(sentence) {
  current = null;
  answer.notice("stop", sentence);
  voice.say(["look:stop"], sound("stop"));
}

start();
