// What a tablet keeps through a reload: one list of scans in IndexedDB, in the order they were made.
const NAME = "floor";
const LIST = "scans";

export async function openStore() {
  if (!window.indexedDB) return inMemory();
  try {
    return onDisk(await open());
  } catch (error) {
    return inMemory();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(LIST, { keyPath: "seq", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

function onDisk(base) {
  // Strict: the promise is kept only when the row is on the disk.
  function work(mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(LIST, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(LIST));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    });
  }
  return {
    lasting: true,
    all: () => work("readonly", (list) => list.getAll()),
    put: (item) => work("readwrite", (list) => list.put(item)),
    remove: (seq) => work("readwrite", (list) => list.delete(seq)),
  };
}

function inMemory() {
  const list = new Map();
  return {
    lasting: false,
    all: async () => Array.from(list.values()),
    put: async (item) => {
      const seq = item.seq || list.size + 1;
      list.set(seq, item);
      return seq;
    },
    remove: async (seq) => list.delete(seq),
  };
}
