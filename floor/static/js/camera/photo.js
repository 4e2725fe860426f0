// One photo of many labels: read by this page at once, then by the server where more may be in it; what was seen and not
// read is tried again from near.
import { isCode } from "../code.js";
import { jpegOf, NOTHING, scaled } from "./reading.js";
import { oneOfEach } from "./seen.js";

const LONGEST = 1600; // pixels of what this page reads and shows
const LONGEST_SENT = 2400;
const NEAR = 640; // pixels, for a part that is read again
const MARGIN = 0.4; // of its size, round such a part

// `source`: a file, or a picture of the camera. Calls `onFound(found, picture)` whenever more is known, with `found` as
// seen in `picture`, which is the photo small enough for the screen. Answers what is to be said where nothing was read:
// {sentence}, or {away: file} where only the server could have read it and wasn't reached.
export async function readPhoto(reader, source, onFound) {
  const whole = source instanceof Blob ? await createImageBitmap(source).catch(() => null) : source;
  if (!whole) return asItIs(reader, source);
  const picture = await scaled(whole, LONGEST);
  const found = gather();
  const strange = found.add(await ofOurOwn(reader, whole, picture));
  onFound(found, picture);
  if (reader.isOwn() && oneOfEach(found.labels).length === 1 && !found.doubts.length && !strange) return {};
  const sent = await scaled(whole, LONGEST_SENT);
  whole.close();
  const file = await jpegOf(sent);
  try {
    const seen = await reader.ask(file, true);
    found.add(resized(seen, picture.width / sent.width), true);
    onFound(found, picture);
    return { sentence: found.labels.length ? "" : seen.sentence };
  } catch (error) {
    return found.labels.length ? {} : { away: file };
  }
}

// No picture that this page can open: the server says what it thinks of it.
async function asItIs(reader, file) {
  try {
    return { sentence: (await reader.ask(file, true)).sentence };
  } catch (error) {
    return { away: file };
  }
}

async function ofOurOwn(reader, whole, picture) {
  const seen = (await reader.read(await scaled(picture, LONGEST))) || NOTHING;
  const labels = [...seen.labels];
  const doubts = [];
  for (const corners of seen.doubts) {
    const part = around(corners, whole.width / picture.width, whole);
    const near = await reader.read(await scaled(whole, NEAR, part), true);
    const label = near && near.labels.find((one) => isCode(one.text));
    if (label) labels.push({ ...label, corners });
    else doubts.push(corners);
  }
  return { labels, doubts };
}

function around(corners, factor, whole) {
  const [left, top, right, bottom] = box(corners).map((value) => value * factor);
  const more = MARGIN * Math.max(right - left, bottom - top);
  const x = Math.max(0, left - more);
  const y = Math.max(0, top - more);
  return { x, y, width: Math.min(whole.width, right + more) - x, height: Math.min(whole.height, bottom + more) - y };
}

function gather() {
  const labels = [];
  let doubts = [];
  return {
    labels,
    get doubts() {
      return doubts;
    },
    // Of what this page reads only our codes are believed; answers whether it read anything else.
    add(seen, byServer = false) {
      const believed = seen.labels.filter((label) => byServer || isCode(label.text));
      for (const label of believed) {
        if (!labels.some((one) => one.text === label.text && overlap(one.corners, label.corners))) labels.push(label);
      }
      doubts = apart([...doubts, ...seen.doubts], labels.map((label) => label.corners));
      return believed.length < seen.labels.length;
    },
  };
}

// Those that lie on none of `others`, nor on one another.
function apart(corners, others) {
  const kept = [];
  for (const one of corners) {
    if (![...others, ...kept].some((other) => overlap(one, other))) kept.push(one);
  }
  return kept;
}

function overlap(one, other) {
  const [left, top, right, bottom] = box(other);
  const [x, y] = middleOf(one);
  const [a, b, c, d] = box(one);
  const [u, v] = middleOf(other);
  return (x > left && x < right && y > top && y < bottom) || (u > a && u < c && v > b && v < d);
}

function middleOf(corners) {
  return [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
}

function box(corners) {
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function resized(seen, factor) {
  const smaller = (corners) => corners.map(([x, y]) => [x * factor, y * factor]);
  return { labels: seen.labels.map((label) => ({ ...label, corners: smaller(label.corners) })), doubts: seen.doubts.map(smaller) };
}
