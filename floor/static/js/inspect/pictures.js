// Photos of what was found: made small in the browser, kept on the tablet until the server has them. Their own store,
// beside the outbox's: a photo may come before its verdict or long after it, and either is right.
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

// `panel` takes photos for `form`'s verdict, null on a page that takes none; what is kept is sent from every page.
// Answers {file(verdict id, station)}.
export function startPictures(panel, form) {
  const kept = openKept();
  const taken = []; // for this page's verdict, not filed yet
  let sending = false;

  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (const picture of await (await kept).all()) if (picture.verdict) await sendOne(picture);
    } catch (error) {
      // The network is away: they are sent once it is back.
    } finally {
      sending = false;
    }
  }

  async function sendOne(picture) {
    const body = new FormData();
    for (const name of ["id", "verdict", "happened_at", "station", "defect", "check"]) if (picture[name]) body.append(name, picture[name]);
    body.append("file", picture.blob, "photo.jpg");
    const answer = await post(ADDRESS, body, { limit: LIMIT });
    const isHeard = answer.status === 200 || (NEVER.includes(answer.status) && answer.body && answer.body.error !== "PAGE_TOO_OLD");
    if (isHeard) await (await kept).drop(picture.id);
  }

  // The verdict has its id: its photos may go.
  async function file(verdict, station) {
    for (const picture of taken.splice(0)) await (await kept).put({ ...picture, verdict, station: station || "" });
    send();
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
      } else if (!document.getElementById("kept")) file(form.elements.id.value, "");
    });
  }
  onAwake(send);
  setInterval(send, EVERY);
  send();
  return { file };
}
