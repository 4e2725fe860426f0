// The live picture: looked at ten times a second at most, by this page; twice, and only while it changes, by the server.
import { drawOutlines } from "./outlines.js";
import { jpegOf, NOTHING, scaled } from "./reading.js";
import { NEARER, openCamera } from "./stream.js";

const BETWEEN = 100; // ms from one look to the next
const BETWEEN_SENT = 500;
const STALLED = 1000; // no new picture for so long: look all the same
const DARK = 8000; // no picture at all for so long: there will be none
const LONGEST = 800; // pixels of what is looked at
const LONGEST_SENT = 1280;
const THUMB = [32, 24];
const CHANGED = 24; // shades, of a cell of the thumbnail
const CHANGED_CELLS = 2;

// `places`: {view, video, over}; `onLook(seen, at)` hears of every look and answers with the outlines to draw.
export async function openLive(places, reader, onLook, onEnd) {
  const { video, over } = places;
  const camera = await openCamera(onEnd);
  let isOpen = true;
  let isNear = false; // by us: the camera couldn't
  let sent = null; // the server's last answer, which holds while nothing changes
  const hasChanged = compareThumbs();

  video.srcObject = camera.stream;
  video.play().catch(() => {}); // some cameras promise a picture and never send one: nobody waits for it here
  look(performance.now());

  async function look(opened) {
    while (isOpen) {
      const began = performance.now();
      if (!video.videoWidth && began - opened > DARK) return onEnd();
      await lookOnce(began).catch(() => {}); // a picture that was not there yet
      await pause(Math.max(0, (reader.isOwn() ? BETWEEN : BETWEEN_SENT) - (performance.now() - began)));
      await nextPicture(video);
    }
    return undefined;
  }

  async function lookOnce(at) {
    if (!video.videoWidth) return;
    const part = shown(video, isNear);
    const picture = await scaled(video, reader.isOwn() ? LONGEST : LONGEST_SENT, part);
    const { width, height } = picture;
    const seen = reader.isOwn() ? await reader.read(picture) : await sentOnce(picture);
    if (isOpen && seen) drawOutlines(over, width, height, onLook(seen, at));
  }

  async function sentOnce(picture) {
    if (hasChanged(picture)) {
      const file = await jpegOf(picture, 0.7);
      sent = await reader.ask(file, false).catch(() => NOTHING);
    }
    picture.close();
    return sent;
  }

  return {
    canLight: camera.canLight,
    light: camera.light,
    async comeNearer(near) {
      const byCamera = await camera.comeNearer(near);
      isNear = near && !byCamera;
      places.view.classList.toggle("is-near", isNear);
    },
    // What the camera sees now, as large as it gives it.
    still: () => scaled(video, Infinity, shown(video, isNear)),
    stop() {
      isOpen = false;
      camera.stop();
      video.srcObject = null;
      over.textContent = "";
    },
  };
}

// The part of the camera's picture that is to be seen on the screen: what nobody sees is never read.
function shown(video, isNear) {
  const { videoWidth: wide, videoHeight: high } = video;
  const ratio = video.clientWidth / video.clientHeight || wide / high;
  const near = isNear ? NEARER : 1;
  const width = Math.min(wide, high * ratio) / near;
  const height = Math.min(high, wide / ratio) / near;
  return { x: (wide - width) / 2, y: (high - height) / 2, width, height };
}

function compareThumbs() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = THUMB;
  const drawing = canvas.getContext("2d");
  let before = null;
  return (picture) => {
    drawing.drawImage(picture, 0, 0, ...THUMB);
    const now = drawing.getImageData(0, 0, ...THUMB).data;
    let cells = 0;
    for (let at = 1; before && at < now.length; at += 4) cells += Math.abs(now[at] - before[at]) > CHANGED ? 1 : 0;
    const changed = before === null || cells >= CHANGED_CELLS;
    if (changed) before = now;
    return changed;
  };
}

function nextPicture(video) {
  if (!video.requestVideoFrameCallback) return undefined;
  return Promise.race([new Promise((come) => video.requestVideoFrameCallback(come)), pause(STALLED)]);
}

function pause(millis) {
  return new Promise((over) => setTimeout(over, millis));
}
