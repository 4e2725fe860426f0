// Photos of what was found: made small in the browser, kept on the tablet until the server has them and, as the outbox
// keeps its verdicts, a week longer: a server whose backup was restored gets them again. Their own store, beside the
// outbox's: a photo may come before its verdict or long after it, and either is right.
import { post } from "../api.js";
import { onAwake } from "../awake.js";
import { localTime } from "../clock.js";
import { button, element, fill, icon, say } from "../dom.js";
import { uuid7 } from "../uuid.js";

const ADDRESS = "/api/v1/inspections/pictures";
const LONGEST = 1600; // px
const EVERY = 15000;
const LIMIT = 30000;
const NEVER = [400, 413, 422]; // the photo itself can't be taken: it waits for nothing
const KEPT = 7 * 24 * 3600 * 1000; // ms after they were heard
const MOST_HEARD = 60;
const NAME = "floor-pictures";

function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// A list in IndexedDB; in memory where the browser has none.
async function openKept() {
  const inMemory = new Map();
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("pictures", { keyPath: "id" });
    const base = await request(opening);
    const inStore = (mode) => base.transaction("pictures", mode).objectStore("pictures");
    return {
      all: () => request(inStore("readonly").getAll()),
      put: (one) => request(inStore("readwrite").put(one)),
      drop: (id) => request(inStore("readwrite").delete(id)),
    };
  } catch (error) {
    return { all: async () => Array.from(inMemory.values()), put: async (one) => inMemory.set(one.id, one), drop: async (id) => inMemory.delete(id) };
  }
}

// A JPEG of at most 1600 px without anything the camera wrote beside it; null where it is no photo.
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const size = { width: Math.round(picture.width * share), height: Math.round(picture.height * share) };
    const canvas = Object.assign(document.createElement("canvas"), size);
    canvas.getContext("2d").drawImage(picture, 0, 0, size.width, size.height);
    picture.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
  } catch (error) {
    return null;
  }
}

// What is kept is sent from every page, whether or not it takes photos. Answers {put, readdress, follow, send}.
export function sendPictures() {
  const kept = openKept();
  let ledger = null; // the outbox's {epoch, noteEpoch}, once it is open
  let sending = false;

  async function send() {
    if (sending) return;
    sending = true;
    try {
      const known = ledger ? await ledger.epoch() : null;
      for (const picture of forget(await (await kept).all())) if (isOwed(picture, known)) await sendOne(picture);
    } catch (error) {
      // The network is away: they are sent once it is back.
    } finally {
      sending = false;
    }
  }

  // One that was heard is owed again where a backup was restored since: that server may never have had it.
  function isOwed({ verdict, heardAt, epoch }, known) {
    return Boolean(verdict) && (!heardAt || Boolean(known && epoch && epoch !== known));
  }

  // As long as the outbox keeps its verdicts, and no more than a tablet has room for. Answers the others.
  function forget(pictures) {
    const heard = pictures.filter((one) => one.heardAt).sort((one, other) => other.heardAt - one.heardAt);
    const old = heard.filter((one, place) => place >= MOST_HEARD || Date.now() - one.heardAt > KEPT);
    old.forEach(async (one) => (await kept).drop(one.id));
    return pictures.filter((one) => !old.includes(one));
  }

  async function sendOne(picture) {
    const body = new FormData();
    for (const name of ["id", "verdict", "happened_at", "station", "defect", "check"]) if (picture[name]) body.append(name, picture[name]);
    body.append("file", picture.blob, "photo.jpg");
    const answer = await post(ADDRESS, body, { limit: LIMIT });
    const told = answer.body || {};
    if (answer.status === 200) await (await kept).put({ ...picture, heardAt: Date.now(), epoch: told.epoch });
    else if (NEVER.includes(answer.status) && answer.body && told.error !== "PAGE_TOO_OLD") await (await kept).drop(picture.id);
    if (ledger && told.epoch) await ledger.noteEpoch(told.epoch);
  }

  async function put(pictures) {
    for (const picture of pictures) await (await kept).put(picture);
    send();
  }

  // Those of a verdict that was refused go with the one that is given in its place: as new photos, for the server may
  // have had them.
  async function readdress(from, to) {
    for (const { heardAt, epoch, ...picture } of await (await kept).all()) {
      if (picture.verdict !== from) continue;
      await (await kept).put({ ...picture, id: uuid7(), verdict: to });
      await (await kept).drop(picture.id);
    }
    send();
  }

  onAwake(send);
  setInterval(send, EVERY);
  send();
  return { put, readdress, send, follow: (outbox) => (ledger = outbox) };
}

// `panel` takes photos for `form`'s verdict, null on a page that takes none; `kept` is what sends them.
// Answers {file(verdict id, station, id of the refused one that it takes the place of)}.
export function startPictures(panel, form, kept = sendPictures()) {
  const taken = []; // for this page's verdict, not filed yet

  // The verdict has its id: its photos may go.
  async function file(verdict, station, instead) {
    const filed = taken.splice(0).map((picture) => ({ ...picture, verdict, station: station || "" }));
    if (panel) draw(); // the page may stay, for the next piece
    await kept.put(filed);
    if (instead && instead !== verdict) await kept.readdress(instead, verdict);
  }

  async function take(field) {
    const [chosen] = field.files;
    field.value = ""; // the form must not send it as well
    if (!chosen) return;
    const picture = { id: uuid7(), happened_at: localTime(Date.now()), ...about() };
    const blob = await smaller(chosen);
    if (!blob) return complain();
    taken.push({ ...picture, blob });
    return draw();
  }

  // What it shows: the defect that was tapped last.
  function about() {
    const fault = Array.from(form.querySelectorAll('[name="fault"]')).pop();
    const defect = form.dataset.finding || (fault ? fault.value.split("|")[0] : "");
    return defect ? { defect } : {};
  }

  function complain() {
    panel.querySelector(".picture-wrong").hidden = false;
  }

  function draw() {
    panel.querySelector(".picture-wrong").hidden = true;
    document.querySelectorAll(".picture-count").forEach((count) => (count.textContent = taken.length || ""));
    fill(panel.querySelector("ul"), ...taken.map((picture) => {
      const shown = Object.assign(element("img"), { src: URL.createObjectURL(picture.blob), alt: panel.dataset.alt });
      const remove = button(panel.dataset.remove, "", "", () => {
        taken.splice(taken.indexOf(picture), 1);
        draw();
      });
      return element("li", "picture", shown, picture.defect ? element("b", "", picture.defect) : "", remove);
    }));
  }

  // A standard may demand a photo of what was found: it is asked for once, not twice.
  function wants() {
    if (!panel || taken.length || panel.dataset.asked) return false;
    const check = form.querySelector(".check.is-outside[data-wants-photo]");
    if (!check) return false;
    panel.dataset.asked = "yes";
    const said = panel.querySelector(".picture-wanted");
    fill(said, icon("ask"), say(panel.dataset.wanted, { check: check.dataset.name }));
    said.hidden = false;
    panel.scrollIntoView({ block: "center" });
    return true;
  }

  for (const field of document.querySelectorAll('input[type="file"][name="photo"]')) field.addEventListener("change", () => take(field));
  if (form) {
    form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.name === "more") return;
      if (wants()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    });
    // What goes to the server as a form, after all who would rather keep it here; see data-instead for a page that comes
    // back.
    document.addEventListener("submit", (event) => {
      if (event.target !== form || event.defaultPrevented) return;
      file(form.elements.id.value, form.dataset.station, form.dataset.instead);
    });
  }
  return { file };
}
