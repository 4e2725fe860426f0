// After a verdict that sent pieces back: a blank label that is scanned then is theirs. One scan, kept like any other.
import { ask } from "../api.js";
import { fill, icon, say } from "../dom.js";
import { openOutbox } from "../outbox.js";
import { signInHere } from "../people.js";
import { openStore } from "../store.js";

const LIMIT = 3000; // ms: what is no blank label waits for this

// Whether the code was a blank label and is bound now, or kept to be.
export async function bindRepair(panel, code) {
  const { source, quantity, step, cycle, asks, bound, kept } = panel.dataset;
  if (panel.dataset.done || !(await isBlank(asks + code))) return false;
  panel.dataset.done = "yes";
  const said = panel.querySelector(".repair-said");
  let item = null; // the outbox tells of it before it hands it over
  const outbox = await openOutbox(await openStore(), onChange, () => undefined);
  item = outbox.bind({ blank: code, source, use: "repair", quantity: Number(quantity), step: Number(step), cycle: Number(cycle), ...signInHere() }, Date.now());
  fill(said, icon("kept"), kept);

  function onChange(changed) {
    if (!item || changed.id !== item.id || !changed.result) return;
    const { outcome, refusal } = changed.result;
    if (outcome !== "recorded") delete panel.dataset.done;
    fill(said, icon(refusal ? refusal.look : "good"), refusal ? refusal.sentence : say(bound, { quantity }));
  }
  return true;
}

async function isBlank(address) {
  try {
    const answer = await ask(address, { headers: { Accept: "application/json" }, limit: LIMIT });
    return answer.status === 200 && answer.body.blank;
  } catch (error) {
    return false;
  }
}
