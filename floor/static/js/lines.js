// What an outbox has in memory: its items by id and in their order, and the lines in which some of them wait.
import { PHOTOS } from "./order.js";

const REMEMBERED = 60;

export const waits = (item) => item.state === "waiting";

// `queue` is what waits to be sent, in order; `photos` what waits to be read; `asides` what nobody has looked at yet.
export function openLines() {
  const byId = new Map();
  let items = [];
  let queue = [];
  let photos = [];
  let asides = [];

  function add(item) {
    byId.set(item.id, item);
    items.push(item);
  }

  // Takes an item into memory; what waits, into its line.
  function hold(item) {
    if (byId.has(item.id)) return;
    add(item);
    enqueue(item);
  }

  function enqueue(item) {
    if (item.state === "aside" && item.unread) asides.push(item);
    const line = item.kind === PHOTOS ? photos : queue;
    if (!waits(item) || (!item.seq && !item.loose) || (line === photos && !item.blob)) return;
    line.push(item);
    if (line.length > 1 && line[line.length - 2].seq > item.seq) line.sort((one, other) => one.seq - other.seq);
  }

  function dequeue() {
    queue = queue.filter(waits);
    photos = photos.filter(waits);
    asides = asides.filter((item) => item.state === "aside" && item.unread);
    const old = items.slice(0, -REMEMBERED).filter((item) => item.state !== "waiting" && !item.unread);
    old.forEach((item) => byId.delete(item.id));
    if (old.length) items = items.filter((item) => byId.has(item.id));
  }

  function drop(item) {
    items = items.filter((one) => one !== item);
  }

  function sort() {
    items.sort((one, other) => (one.seq || Infinity) - (other.seq || Infinity));
  }

  return {
    add,
    hold,
    enqueue,
    dequeue,
    drop,
    sort,
    has: (id) => byId.has(id),
    get: (id) => byId.get(id),
    waiting: () => queue.concat(photos),
    get items() {
      return items;
    },
    get queue() {
      return queue;
    },
    get photos() {
      return photos;
    },
    get asides() {
      return asides;
    },
  };
}
