// The inspections of what waits at this gate, kept to judge by while the network is gone, in IndexedDB: the plain door
// has no service worker. A sheet: {id: "CODE/step", code, step, mark, alike, unit, …, html, at}; the note `listed` is
// what the server told last: {key, at, sheets}. Both hold for one pairing, page version and language, the `key`.
const NAME = "floor-sheets";
const LONGEST = 36 * 3600 * 1000; // ms that a sheet is worth anything after it was last as the server had it

const idOf = ({ code, step }) => code + "/" + step;

function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// In memory where the browser has none: then the sheets live as long as the page.
async function openLists() {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => ["sheets", "notes"].forEach((list) => opening.result.createObjectStore(list, { keyPath: "id" }));
    const base = await request(opening);
    const inList = (list, mode) => base.transaction(list, mode).objectStore(list);
    return {
      get: (list, id) => request(inList(list, "readonly").get(id)),
      ids: (list) => request(inList(list, "readonly").getAllKeys()),
      put: (list, row) => request(inList(list, "readwrite").put(row)),
      drop: (list, id) => request(inList(list, "readwrite").delete(id)),
    };
  } catch (error) {
    const lists = { sheets: new Map(), notes: new Map() };
    return {
      get: async (list, id) => lists[list].get(id),
      ids: async (list) => Array.from(lists[list].keys()),
      put: async (list, row) => lists[list].set(row.id, row),
      drop: async (list, id) => lists[list].delete(id),
    };
  }
}

// `key` is what the page in sight holds for: sheets of another one are let go of, and never shown.
export async function openSheets(key) {
  const lists = await openLists();
  const listed = (await lists.get("notes", "listed")) || { key, at: 0, sheets: [] };
  let known = listed.key === key ? listed : { key, at: 0, sheets: [] };
  if (known !== listed) await keepOnly([]);

  async function keepOnly(wanted) {
    for (const id of await lists.ids("sheets")) if (!wanted.includes(id)) await lists.drop("sheets", id);
  }

  // What the server told: [what isn't kept as it reads now]; null where this page is older than what it tells of.
  async function hear(told) {
    if (told.key !== key) return null;
    known = { id: "listed", key, at: Date.now(), sheets: told.sheets };
    await lists.put("notes", known);
    await keepOnly(told.sheets.map(idOf));
    const kept = await Promise.all(told.sheets.map((one) => lists.get("sheets", idOf(one))));
    return told.sheets.filter((one, place) => !kept[place] || kept[place].mark !== one.mark || kept[place].key !== key);
  }

  const isFresh = (sheet) => sheet && sheet.key === key && sheet.asOf <= Date.now() && Date.now() - sheet.asOf < LONGEST;

  // With `asOf`, when it was last as the server had it, by this tablet's clock.
  async function look(one) {
    const sheet = await lists.get("sheets", idOf(one));
    const told = known.sheets.find((other) => idOf(other) === idOf(one));
    return sheet && { ...sheet, asOf: told && told.mark === sheet.mark ? known.at : sheet.at };
  }

  return {
    hear,
    keep: (one, html) => lists.put("sheets", { ...one, id: idOf(one), key, html, at: Date.now() }),

    // the sheets of a label: one for each step at which it waits here
    async of(code, step) {
      const own = known.sheets.filter((one) => one.code === code && (!step || one.step === step));
      return (await Promise.all(own.map(look))).filter(isFresh);
    },

    // what of it is kept, without the pages
    async kept() {
      const ids = await lists.ids("sheets");
      return Date.now() - known.at < LONGEST ? known.sheets.filter((one) => ids.includes(idOf(one))) : [];
    },

    // what waited when the server last told, longest first
    get listed() {
      return known;
    },
  };
}
