// What waits at this station, by stage; and how many pieces of a code the screen says there are.
import { element, fill, say } from "../dom.js";
import { unitWords } from "./look.js";

const SHOWN = 40;

export function showWaiting(place, total, waiting, words) {
  total.textContent = String(waiting.reduce((sum, one) => sum + one.quantity, 0));
  if (!waiting.length) {
    fill(place, element("p", "waiting-none", words.nothingWaits));
    return;
  }
  const stages = Array.from(new Set(waiting.map((one) => one.stage_name)));
  fill(place, ...stages.map((stage) => group(stage, waiting.filter((one) => one.stage_name === stage), words)));
}

function group(stage, waiting, words) {
  const more = waiting.length - SHOWN;
  return element("section", "waiting-stage",
    element("h3", "", stage),
    element("ul", "", ...waiting.slice(0, SHOWN).map((one) => row(one, words)),
      more > 0 ? element("li", "waiting-more", say(words.more, { count: more })) : null),
  );
}

function row(one, words) {
  const again = one.cycle ? element("span", "waiting-again", say(words.rework, { times: one.cycle })) : null;
  return element("li", "waiting",
    element("span", "waiting-words", element("b", "", one.unit), element("span", "", unitWords({ ...one, unit: "" })), again),
    element("b", "waiting-count", String(one.quantity)),
  );
}

export function seenOf(waiting, code) {
  const folded = code.replace(/[\s-]/g, "").toUpperCase();
  const here = waiting.filter((one) => one.code === folded);
  return here.length ? here.reduce((sum, one) => sum + one.quantity, 0) : null;
}

// Who is signed in, and whose work it is: always in sight.
export function showPeople(officer, worker, news, words) {
  officer.textContent = news.officer ? news.officer.name : words.noOfficer;
  officer.closest(".who").classList.toggle("who-missing", !news.officer);
  if (!worker) return; // a gate's tablet asks for nobody's work
  worker.textContent = news.worker || words.noWorker;
  worker.closest(".who").classList.toggle("who-missing", !news.worker);
}
