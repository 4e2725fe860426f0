// Changing doors: the queue lives at the door it was made at, so only a tablet with nothing left in it may go.
import { openStore } from "./store.js";

async function look() {
  const store = await openStore();
  const isEmpty = !(await store.load()).some((item) => item.open);
  document.getElementById(isEmpty ? "empty" : "kept").hidden = false;
}

if (document.getElementById("kept")) look();
