// What a tablet keeps through a reload, a crash, an empty battery: its items in IndexedDB, in the order they were made,
// and who of its tabs sends them. Where a browser has no IndexedDB the list lives as long as the page, and says so.
//
// Strict writes are on the disk once they are answered. What became of an item is written relaxed: should it be lost,
// the item is only sent again and answered as before.
import { unitsOf } from "./order.js";

const NAME = "floor";
const ITEMS = "scans";
const NOTES = "notes";
const LATEST = 30;
const LEASE = "lease";
const OTHERS_CLOSE = 20000; // ms that an older page of this tablet has to let go of what it opened

export async function openStore() {
  if (!window.indexedDB) return inMemory();
  try {
    return onDisk(await open());
  } catch (error) {
    return inMemory();
  }
}

// Items that somebody still has to do with carry `open: 1`; only those are in that index.
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = (event) => {
      const base = asked.result;
      const list = event.oldVersion ? asked.transaction.objectStore(ITEMS) : base.createObjectStore(ITEMS, { keyPath: "seq", autoIncrement: true });
      base.createObjectStore(NOTES, { keyPath: "name" });
      list.createIndex("open", "open");
      list.createIndex("answeredAt", "answeredAt");
      if (event.oldVersion) grow(list);
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // a newer page must not wait for this one
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => setTimeout(() => reject(new Error("blocked")), OTHERS_CLOSE); // once it is open that says nothing
  });
}

// The rows of version 1 were all scans, and named neither their kind nor their labels.
function grow(list) {
  const byId = new Map();
  each(list.openCursor(), (cursor) => {
    const { body } = cursor.value;
    const row = { ...cursor.value, kind: "scans", units: unitsOf("scans", body, byId.get(body.undoes)) };
    byId.set(row.id, row);
    cursor.update(opened(row));
  });
}

function onDisk(base) {
  function work(lists, mode, durability, act) {
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(lists, mode, { durability });
      const done = {};
      act(...lists.map((name) => transaction.objectStore(name)), done);
      transaction.oncomplete = () => resolve(done);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    });
  }

  return {
    lasting: true,

    // what is open, and the latest of all: [items] in their order
    async load() {
      const { some, last } = await work([ITEMS], "readonly", "relaxed", (list, done) => {
        list.index("open").getAll(1).onsuccess = (event) => (done.some = event.target.result);
        done.last = [];
        each(list.openCursor(null, "prev"), (cursor) => done.last.push(cursor.value) < LATEST);
      });
      return inOrder([...some, ...last]);
    },

    async after(seq) {
      const { some } = await work([ITEMS], "readonly", "relaxed", (list, done) => {
        list.getAll(IDBKeyRange.lowerBound(seq, true)).onsuccess = (event) => (done.some = event.target.result);
      });
      return some;
    },

    // Keeps a new item and, in the same stroke, the right to send: {seq, mine}. Without a lease that is all there is to do,
    // and it is said at once: else the disk would wait for a turn of this page, which is busy just then.
    add(item, lease) {
      return work([ITEMS, NOTES], "readwrite", "strict", (list, notes, done) => {
        list.add(opened(item)).onsuccess = (event) => (done.seq = event.target.result);
        if (lease) take(notes, lease, done);
        else if (list.transaction.commit) list.transaction.commit();
      });
    },

    // False, and nothing changed, where another epoch began since: what was answered in the old one waits again.
    async change(items, epoch) {
      const { isOld } = await work([ITEMS, NOTES], "readwrite", "relaxed", (list, notes, done) => {
        notes.get("epoch").onsuccess = (event) => {
          done.isOld = Boolean(event.target.result) && event.target.result.value !== epoch;
          if (!done.isOld) items.forEach((item) => list.put(opened(item)));
        };
      });
      return !isOld;
    },

    // A photo that was read becomes its scans, which take its place in the order: all of it or nothing. False where
    // another tab did it before.
    async swap(photo, items) {
      const { found } = await work([ITEMS], "readwrite", "strict", (list, done) => {
        list.get(photo.seq).onsuccess = (event) => {
          done.found = Boolean(event.target.result) && event.target.result.id === photo.id;
          if (!done.found) return;
          list.delete(photo.seq);
          items.forEach((item) => list.put(opened(item)));
        };
      });
      return found;
    },

    // A backup was restored there: all that was answered waits again, and the new epoch is known, in one stroke.
    async reopen(epoch, waits) {
      await work([ITEMS, NOTES], "readwrite", "strict", (list, notes) => {
        notes.put({ name: "epoch", value: epoch });
        each(list.openCursor(), (cursor) => {
          if (cursor.value.state === "answered") cursor.update(opened(waits(cursor.value)));
        });
      });
    },

    async forget(before) {
      await work([ITEMS], "readwrite", "relaxed", (list) => {
        each(list.index("answeredAt").openCursor(IDBKeyRange.upperBound(before)), (cursor) => cursor.value.open || cursor.delete());
      });
    },

    async epoch() {
      const { value } = await work([NOTES], "readonly", "relaxed", (notes, done) => {
        notes.get("epoch").onsuccess = (event) => (done.value = event.target.result ? event.target.result.value : null);
      });
      return value;
    },


    // whether this tab may send until `lease.until`, and if not, until when another may: {mine, until}
    lease: (lease) => work([NOTES], "readwrite", "relaxed", (notes, done) => take(notes, lease, done)),

    async release(holder) {
      await work([NOTES], "readwrite", "relaxed", (notes) => {
        notes.get(LEASE).onsuccess = (event) => event.target.result && event.target.result.holder === holder && notes.delete(LEASE);
      });
    },
  };
}

// A lease longer than any is given was written before the clock was set back: it holds no more.
function take(notes, lease, done) {
  notes.get(LEASE).onsuccess = (event) => {
    const held = event.target.result;
    const left = held ? held.until - lease.now : 0;
    done.mine = !held || held.holder === lease.holder || left <= 0 || left > lease.until - lease.now;
    done.until = done.mine ? lease.until : held.until;
    if (done.mine) notes.put({ name: LEASE, holder: lease.holder, until: lease.until });
  };
}

// Goes through a cursor until `act` answers false.
function each(asked, act) {
  asked.onsuccess = () => {
    if (asked.result && act(asked.result) !== false) asked.result.continue();
  };
}

export function opened(item) {
  const row = { ...item };
  if (item.state === "waiting" || item.unread) row.open = 1;
  else delete row.open;
  return row;
}

function inOrder(items) {
  const bySeq = new Map(items.map((item) => [item.seq, item]));
  return Array.from(bySeq.values()).sort((one, other) => one.seq - other.seq);
}

function inMemory() {
  const list = new Map();
  let last = 0;
  let epoch = null;
  const mine = (lease) => (lease ? { mine: true, until: lease.until } : {});
  return {
    lasting: false,
    load: async () => inOrder(Array.from(list.values())),
    after: async () => [],
    async add(item, lease) {
      list.set((last += 1), { ...item, seq: last });
      return { seq: last, ...mine(lease) };
    },
    async change(items) {
      items.forEach((item) => list.set(item.seq, { ...item }));
      return true;
    },
    async swap(photo, items) {
      const found = list.delete(photo.seq);
      if (found) items.forEach((item) => list.set(item.seq, { ...item }));
      return found;
    },
    async reopen(value, waits) {
      epoch = value;
      for (const [seq, item] of list) if (item.state === "answered") list.set(seq, waits(item));
    },
    async forget(before) {
      for (const [seq, item] of list) if (item.answeredAt <= before && !item.unread) list.delete(seq);
    },
    epoch: async () => epoch,
    lease: async (lease) => mine(lease),
    release: async () => undefined,
  };
}
