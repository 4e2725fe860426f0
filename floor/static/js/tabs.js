// Two tabs of one tablet: one of them sends, by a lease in the store (navigator.locks is absent on plain http); both
// show what either does. The tab's name outlives a reload in sessionStorage, so that the reloaded page goes on at once.
import { uuid7 } from "./uuid.js";

const LASTS = 12000; // longer than a request may take
const SPARE = 5000;
const NAME = "floor-tab";

export function openTabs(store, onSaid) {
  const holder = takeName();
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("floor-outbox") : null;
  let mineUntil = 0; // by the steady clock
  let othersUntil = 0;

  // What asks for the right to send; null while this tab has it for a while yet.
  function owed() {
    return performance.now() < mineUntil - SPARE ? null : lease();
  }

  function lease() {
    const now = Date.now();
    return { holder, now, until: now + LASTS };
  }

  function heard({ mine, until }) {
    const left = performance.now() + Math.min(LASTS, until - Date.now());
    mineUntil = mine ? left : 0;
    othersUntil = mine ? 0 : left;
  }

  async function maySend() {
    if (performance.now() < mineUntil - SPARE) return true;
    try {
      heard(await store.lease(lease()));
    } catch (error) {
      return true; // sent twice is better than not at all
    }
    return isMine();
  }

  const isMine = () => othersUntil <= performance.now();

  // A tab that nobody sees, or that goes, leaves the sending to another.
  function leave() {
    if (mineUntil > performance.now()) store.release(holder).catch(() => undefined);
    mineUntil = 0;
  }

  if (channel) channel.onmessage = (event) => event.data.from !== holder && onSaid(event.data);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  window.addEventListener("pagehide", () => {
    sessionStorage.setItem(NAME, holder);
    leave();
  });

  return {
    owed,
    heard,
    maySend,
    isMine,
    left: () => Math.max(0, othersUntil - performance.now()),
    say: (what) => channel && channel.postMessage({ from: holder, ...what }),
  };
}

// A tab that was duplicated copies what is kept there: the name is only there while no page has it.
function takeName() {
  const name = sessionStorage.getItem(NAME) || uuid7();
  sessionStorage.removeItem(NAME);
  return name;
}
