// The camera's panel: the live picture, or a photo and what became of each label in it.
import { say } from "../dom.js";
import { isCode, isGoods } from "../code.js";
import { openLive } from "./live.js";
import { drawOutlines } from "./outlines.js";
import { readPhoto } from "./photo.js";
import { openReader } from "./reading.js";
import { oneOfEach, watchLabels } from "./seen.js";

const TOGETHER = 1500; // ms: labels read so soon after each other were one look of the person
const DOUBTED = 10; // looks in a row that see a code and can't read it, before we ask to come nearer

// `act`: {scan(codes, before) -> items, wantsOne() -> boolean, lookOf(item), wordOf(item), reading(), refuse(sentence),
// keep(file) -> boolean, takeNearer(), onTrouble()}.
export function cameraPanel(panel, act) {
  const find = (name) => panel.querySelector("[data-part=" + name + "]");
  const words = panel.dataset;
  const reader = openReader(words.reader, words.decode);
  const [view, said, light, near, still, again] = ["view", "said", "light", "near", "still", "again"].map(find);
  const places = { view, video: find("video"), over: find("over") };
  const shot = { place: find("photo"), canvas: find("canvas"), over: find("photo-over"), said: find("photo-said") };
  let live = null;
  let wanted = false; // the live picture, whether or not it is there now
  let items = new Map(); // by text: what became of it
  let group = { items: [], texts: [], at: -TOGETHER };
  let photo = null; // {found, picture}
  let look = watchLabels();
  let doubted = 0;

  function hear(texts, before) {
    const all = act.scan(texts, before);
    for (const item of all) items.set(item.body.code, item);
    return all;
  }

  function outlineOf(label) {
    const item = items.get(label.text);
    if (!item) return { corners: label.corners, look: "seen", word: isCode(label.text) ? "" : words.strange };
    return { corners: label.corners, look: act.lookOf(item), word: act.wordOf(item) };
  }

  // The live picture

  function onLook(seen, at) {
    const ours = oneOfEach(seen.labels.filter((label) => isCode(label.text)));
    const tooMany = act.wantsOne() && ours.length > 1;
    const texts = look(seen.labels, at, tooMany);
    if (texts.length) count(texts, ours, at);
    doubted = seen.doubts.length && !ours.length ? doubted + 1 : 0;
    const areCards = ours.length > 1 && !ours.some((label) => isGoods(label.text));
    tell(tooMany || areCards ? words.oneOnly : hint(seen, ours));
    return [...seen.labels.map(outlineOf), ...seen.doubts.map((corners) => ({ corners, look: "doubt", word: "" }))];
  }

  function count(texts, ours, at) {
    const goesOn = at - group.at < TOGETHER && ours.some((label) => group.texts.includes(label.text));
    group = { items: hear(texts, goesOn ? group.items : []), texts: goesOn ? [...group.texts, ...texts] : texts, at };
  }

  function hint(seen, ours) {
    if (ours.length) return "";
    if (seen.labels.length) return words.strangeSentence;
    return doubted >= DOUBTED ? words.nearer : words.aim;
  }

  function tell(sentence) {
    if (said.textContent !== sentence) said.textContent = sentence;
    said.hidden = !sentence;
  }

  async function openLivePicture() {
    closePhoto();
    panel.hidden = view.hidden = still.hidden = false;
    again.hidden = near.hidden = true;
    wanted = true;
    await wake();
  }

  async function wake() {
    if (!wanted || live || document.hidden) return;
    live = "opening";
    tell(words.starting);
    try {
      const opened = await openLive(places, reader, onLook, onLost);
      live = opened;
      if (!wanted || document.hidden) return rest();
      light.hidden = !opened.canLight;
      near.hidden = false;
      press(light, false);
      press(near, false);
    } catch (error) {
      live = null;
      still.hidden = true;
      again.hidden = false;
      tell(words[error.trouble] || words.busy);
      act.onTrouble(); // the tablet's own camera app may still take a photo
    }
    return undefined;
  }

  // Let go of the camera; it comes back by itself where it is still wanted.
  function rest() {
    if (live && live.stop) {
      live.stop();
      live = null;
    }
  }

  function onLost() {
    rest();
    still.hidden = light.hidden = near.hidden = true;
    again.hidden = false;
    tell(words.lost);
    act.onTrouble();
  }

  function close() {
    wanted = false;
    rest();
    closePhoto();
    panel.hidden = true;
    look = watchLabels();
  }

  function press(button, isOn) {
    button.setAttribute("aria-pressed", String(isOn));
    return isOn;
  }

  const toggle = (button) => press(button, button.getAttribute("aria-pressed") !== "true");

  // A photo

  async function takePhoto(source) {
    wanted = false;
    rest();
    closePhoto();
    items = new Map();
    let heard = [];
    const said = await readPhoto(reader, source, (found, picture) => {
      heard = hearPhoto(found, heard);
      photo = { found, picture };
      showPhoto();
    });
    if (said.away) return act.keep(said.away) || act.refuse(words.notSent);
    if (photo === null || !photo.found.labels.length) act.refuse(said.sentence || words.notSent);
    return undefined;
  }

  function hearPhoto(found, before) {
    const all = oneOfEach(found.labels);
    const isOne = all.length === 1;
    const meant = all.map((label) => label.text).filter((text) => isOne || isGoods(text) || !isCode(text));
    if (all.length && (!meant.length || (act.wantsOne() && !isOne))) {
      act.refuse(words.oneOnly);
      return before;
    }
    const texts = meant.filter((text) => !items.has(text));
    return texts.length ? hear(texts, before) : before;
  }

  function showPhoto() {
    const { picture } = photo;
    panel.hidden = shot.place.hidden = false;
    view.hidden = still.hidden = light.hidden = near.hidden = true;
    again.hidden = false;
    shot.canvas.width = picture.width;
    shot.canvas.height = picture.height;
    shot.canvas.getContext("2d").drawImage(picture, 0, 0);
    draw();
  }

  // What became of the labels of the photo, as far as it is known by now.
  function draw() {
    if (!photo) return;
    const { found, picture } = photo;
    const unread = found.doubts.map((corners) => ({ corners, look: "unread", word: words.unread, onTap: takeNearer }));
    drawOutlines(shot.over, picture.width, picture.height, [...found.labels.map(outlineOf), ...unread]);
    const counts = { read: oneOfEach(found.labels).length, unread: unread.length };
    shot.said.textContent = say(unread.length ? words.someUnread : counts.read ? words.allRead : words.nearer, counts);
  }

  function closePhoto() {
    if (photo) photo.picture.close();
    photo = null;
    shot.place.hidden = true;
    shot.over.textContent = "";
    shot.canvas.width = shot.canvas.height = 0; // nothing of it stays
  }

  const takeNearer = () => act.takeNearer();

  light.addEventListener("click", () => live.light(toggle(light)));
  near.addEventListener("click", () => live.comeNearer(toggle(near)));
  still.addEventListener("click", async () => {
    if (!live || !live.still) return;
    act.reading();
    takePhoto(await live.still());
  });
  again.addEventListener("click", takeNearer);
  find("close").addEventListener("click", close);
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : wake()));

  return { open: openLivePicture, takePhoto, draw, rest, wake, close };
}
