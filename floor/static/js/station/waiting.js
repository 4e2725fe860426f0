// What waits at this station, by order, what came first on top; and how many pieces of a code the screen says there are.
import { element, fill, icon, say } from "../dom.js";
import { ageWords } from "./ages.js";

const SHOWN = 40;

export function showWaiting(place, total, waiting, words, zone) {
  total.textContent = String(piecesOf(waiting));
  if (!waiting.length) {
    fill(place, element("div", "empty waiting-none", icon("empty"), element("p", "", words.nothingWaits)));
    return;
  }
  const shown = waiting.slice(0, SHOWN);
  const orders = Array.from(new Set(shown.map((one) => one.order)));
  const stages = new Set(waiting.map((one) => one.stage_name));
  const more = waiting.length - SHOWN;
  fill(place,
    ...orders.map((order) => group(shown.filter((one) => one.order === order), stages.size > 1, words, zone)),
    more > 0 ? element("p", "waiting-more", say(words.more, { count: more })) : "",
  );
}

export function piecesOf(waiting) {
  return waiting.reduce((sum, one) => sum + one.quantity, 0);
}

function group(waiting, several, words, zone) {
  return element("section", "waiting-order",
    element("h3", "", element("span", "unbroken", waiting[0].order), " ", waiting[0].product),
    element("ul", "", ...waiting.map((one) => row(one, several, words, zone))),
  );
}

function row(one, several, words, zone) {
  const about = [one.size, several ? one.stage_name : ""].filter(Boolean).join(" · ");
  const again = one.cycle ? element("span", "waiting-again", icon("undo"), say(words.rework, { times: one.cycle })) : null;
  return element("li", "waiting",
    element("span", "waiting-words", element("b", "", one.unit), element("span", "", about), again),
    element("span", "waiting-age", ageWords(one.since, zone, words)),
    element("b", "waiting-count", String(one.quantity)),
  );
}

export function seenOf(waiting, code) {
  const folded = code.replace(/[\s-]/g, "").toUpperCase();
  const here = waiting.filter((one) => one.code === folded);
  return here.length ? piecesOf(here) : null;
}

// Who is signed in, and whose work it is: always in sight.
export function showPeople(officer, worker, news, words) {
  officer.textContent = news.officer ? news.officer.name : words.noOfficer;
  officer.closest(".who").classList.toggle("who-missing", !news.officer);
  const idle = document.querySelector(".answer-idle .answer-say");
  if (idle) idle.textContent = news.officer ? idle.dataset.here : idle.dataset.nobody;
  if (!worker) return; // a gate's tablet asks for nobody's work
  worker.textContent = news.worker || words.noWorker;
  worker.closest(".who").classList.toggle("who-missing", !news.worker);
}

// The carton that is being filled here; only where goods become ready.
export function showCarton(carton, news, words) {
  if (!carton) return;
  carton.closest(".who").hidden = !news.fills_cartons;
  carton.textContent = news.carton || words.noWorker;
}
