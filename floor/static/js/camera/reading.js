// Pictures in, labels out: read by this page's own worker, or by the server where the page has none.
//
// What was seen in a picture: {labels: [{text, symbology, corners}], doubts: [corners]}; corners are four [x, y] in the
// picture's pixels, `doubts` are codes that were seen and not read.
import { post } from "../api.js";

const SENT_WITHIN = 30000;

export const NOTHING = { labels: [], doubts: [] };

// `address`: of the worker's script, "" where set-up fetched none; `decode`: where the server reads pictures.
export function openReader(address, decode) {
  const asked = new Map();
  let last = 0;
  let worker = address && window.OffscreenCanvas ? new Worker(address) : null;

  function giveUp() {
    if (worker) worker.terminate();
    worker = null;
    for (const answer of asked.values()) answer(null);
    asked.clear();
  }

  if (worker) {
    worker.onerror = giveUp;
    worker.onmessage = (event) => {
      if (event.data.broken && !event.data.id) return giveUp();
      const answer = asked.get(event.data.id);
      asked.delete(event.data.id);
      return answer && answer(event.data.broken ? NOTHING : event.data);
    };
  }

  return {
    isOwn: () => worker !== null,

    // By this page; null where it can't. The picture (an ImageBitmap) is used up.
    read(picture, denoise = false) {
      if (!worker) return Promise.resolve(null);
      last += 1;
      const id = last;
      return new Promise((answer) => {
        asked.set(id, answer);
        worker.postMessage({ id, picture, denoise }, [picture]);
      });
    },

    // By the server, which is thorough: besides what was seen, `sentence` says what to do where nothing was. Throws
    // where the server isn't reached.
    async ask(file, thorough) {
      const form = new FormData();
      form.append("photo", file, "photo.jpg");
      const answer = await post(decode + (thorough ? "?doubts=1" : ""), form, { limit: SENT_WITHIN });
      if (!answer.body || answer.status >= 500) throw new Error("away");
      if (answer.status !== 200) return { ...NOTHING, sentence: answer.body.sentence };
      return { labels: answer.body.labels, doubts: answer.body.doubts || [], sentence: answer.body.say || "" };
    },

    close: giveUp,
  };
}

// A copy with no longer side than `longest`; of the part {x, y, width, height}, where one is named.
export function scaled(source, longest, part) {
  const from = part || { x: 0, y: 0, width: source.videoWidth || source.width, height: source.videoHeight || source.height };
  const factor = Math.min(1, longest / Math.max(from.width, from.height));
  return createImageBitmap(source, from.x, from.y, from.width, from.height, {
    resizeWidth: Math.max(1, Math.round(from.width * factor)),
    resizeHeight: Math.max(1, Math.round(from.height * factor)),
    resizeQuality: factor < 1 ? "medium" : "high",
  });
}

export function jpegOf(picture, quality = 0.85) {
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return new Promise((answer) => canvas.toBlob(answer, "image/jpeg", quality));
}
