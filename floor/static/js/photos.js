// A photo that the page couldn't read, kept until the server has read it: its labels of goods become scans of the photo's
// time. A card in it does nothing: nobody can say when it was meant. Where the site forbids cameras since, the photo waits
// for a person, who sends it again or lets it go.
import { post } from "./api.js";
import { isCode, isGoods } from "./code.js";
import { unitsOf } from "./order.js";

const ADDRESS = "/api/v1/decode";
const LIMIT = 30000;
const SMALL = 800 * 1024;
const WIDTH = 2400;
export const MOST_PHOTOS = 40;
const UNREADABLE = ["NOT_A_PICTURE", "PICTURE_TOO_LARGE", "TOO_LARGE"]; // it, and neither the server nor the tablet, is at fault
const FORBIDDEN = "CAMERA_OFF";

// A photo as small as labels stay readable in it: forty of them must fit on a tablet. As it is where it can't be opened.
export async function smaller(file) {
  if (file.size <= SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { resizeWidth: WIDTH, resizeQuality: "medium" });
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return made && made.size < file.size ? made : file;
  } catch (error) {
    return file;
  }
}

// Reads an outbox's photos, one after the other, whenever it is called. `act`: {next: the photo to read, maySend,
// become: another than it was, replace: by its scans}; `put` is the outbox's patience.
export function photoReader(put, act) {
  let isReading = false;

  async function readNext() {
    const photo = act.next();
    if (!photo || isReading) return;
    isReading = true;
    try {
      if (await act.maySend()) await readOne(photo);
      else put.putOff(photo);
    } catch (error) {
      put.putOff(photo);
    } finally {
      isReading = false;
    }
    setTimeout(readNext, put.left(photo));
  }

  async function readOne(photo) {
    const result = await readPhoto(photo);
    if (!result.refusal) return act.replace(photo, result, becomeScans(photo, result.codes));
    if (result.refusal.code === FORBIDDEN) return act.become(photo, { state: "aside", result, unread: true });
    return act.become(photo, { state: "answered", result, unread: true, answeredAt: Date.now() });
  }

  return readNext;
}

// {codes, labels, outcome} or {outcome, refusal}; raises where the server doesn't read now.
async function readPhoto(photo) {
  const form = new FormData();
  form.append("photo", photo.blob, "photo.jpg");
  const { status, body } = await post(ADDRESS, form, { limit: LIMIT });
  if (status === 200 && body && body.labels) {
    const codes = Array.from(new Set(body.labels.map((label) => label.text).filter((text) => isCode(text) && isGoods(text))));
    return codes.length ? { outcome: "recorded", codes, labels: body.labels, moves: [] } : { outcome: "refused", refusal: body.refusal, say: body.say };
  }
  if (!body || ![...UNREADABLE, FORBIDDEN].includes(body.error)) throw new Error("away");
  return { outcome: "refused", refusal: { code: body.error, sentence: body.sentence, look: "stop", next: "none" } };
}

// Their ids follow from the photo's: read twice, they are the same scans. They take its place in the order.
function becomeScans(photo, codes) {
  return codes.map((code, place) => {
    const { happened_at, station, clock_offset_ms, sign_in, crew } = photo.body;
    const id = idOf(photo.id, code);
    const body = { id, happened_at, station, code };
    if (clock_offset_ms !== undefined) body.clock_offset_ms = clock_offset_ms;
    if (sign_in !== undefined) Object.assign(body, { sign_in, crew });
    const { mono, page } = photo;
    const scan = { id, kind: "scans", units: unitsOf("scans", body), body, state: "waiting", unread: false, mono, page };
    return photo.seq ? { ...scan, seq: photo.seq + place / 4096 } : scan;
  });
}

// The photo's UUID with its last fifteen digits from the code: crypto.subtle is absent on plain http.
function idOf(id, code) {
  const tail = hash(id + code, 0x811c9dc5) + hash(code + id, 0x1b873593);
  return id.slice(0, 20) + tail.slice(0, 3) + "-" + tail.slice(3, 15);
}

// FNV-1a, eight hexadecimal digits
function hash(text, seed) {
  let value = seed;
  for (let place = 0; place < text.length; place += 1) value = Math.imul(value ^ text.charCodeAt(place), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
