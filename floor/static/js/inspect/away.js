// While the server is away the next label's kept page takes the place of the one in sight, in the same document: the
// field that scanners write into and the list of what waits to be sent stay as they are. What this tablet judged since
// is taken off it, so that nothing is judged twice.
import { clockOffset } from "../clock.js";
import { element, fill, icon, say } from "../dom.js";
import { uuid7 } from "../uuid.js";
import { keepSheets } from "./keeper.js";
import { openSheets } from "./sheets.js";

const LIVE = ["wedge", "wedge-said", "kept"];
const WAYS = ["passed", "grade_b", "scrap", "hold"];

const find = (id) => document.getElementById(id);

// `turn`: {leave, layOut} of what lies on the page. Answers {knows, put}.
export async function openAway(panel, desk, turn) {
  const words = panel.dataset;
  const sheets = await openSheets(words.key);
  keepSheets(words.pages, sheets, (epoch) => {
    tellBack();
    desk.noteEpoch(epoch);
  });
  desk.inform({ kept: showQueue, heard: tellBack });

  // What was judged on this tablet after a moment, as far as it isn't refused or taken back.
  function judgedSince(asOf) {
    const since = (item) => item.state === "waiting" || item.state === "aside" || (item.result.outcome === "recorded" && item.answeredAt - (clockOffset() || 0) > asOf);
    const some = desk.outbox.items.filter((item) => item.kind === "inspections" && since(item));
    const undone = new Set(some.map((item) => item.body.undoes));
    return some.filter((item) => item.body.code && !item.body.lot && !undone.has(item.id)).map((item) => item.body);
  }

  function judgedOf({ code, step }, asOf) {
    const own = judgedSince(asOf).filter((body) => body.code === code && (!body.step || body.step === step));
    const backs = (body) => (body.rework || []).reduce((sum, back) => sum + back.quantity, 0);
    return own.reduce((sum, body) => sum + backs(body) + WAYS.reduce((more, way) => more + (body[way] || 0), 0), 0);
  }

  // On how many pieces of the same size and batch a check was answered here meanwhile.
  function answeredHere(check, { alike, asOf }) {
    const kin = new Set(sheets.listed.sheets.filter((one) => one.alike === alike).map((one) => one.code));
    const pieces = judgedSince(asOf).filter((body) => kin.has(body.code)).map((body) => (body.findings || []).filter((one) => String(one.check) === check).length);
    return pieces.reduce((sum, more) => sum + more, 0);
  }

  // Puts a label's kept page into place; answers a sentence where there is none to put.
  async function put(code, step, address) {
    const found = await sheets.of(code, step);
    const left = (sheet) => sheet.quantity - judgedOf(sheet, sheet.asOf);
    const sheet = found.find((one) => left(one) > 0);
    if (sheet) return lay(sheet, left(sheet), address);
    await showQueue();
    return found.length ? say(words.judgedAll, found[0]) : words.away;
  }

  function lay(sheet, left, address) {
    const main = document.querySelector("main");
    const live = LIVE.map(find);
    const made = new DOMParser().parseFromString(sheet.html, "text/html").body;
    turn.leave();
    live[0].querySelector("label").textContent = "";
    live[0].querySelector("label").append(...made.querySelector("#wedge label").childNodes);
    fill(main, ...Array.from(made.childNodes));
    live.forEach((part) => find(part.id).replaceWith(part));
    find("wedge-said").hidden = true;
    freshen(find("verdict"), sheet, left);
    main.querySelector(".judged").after(toldOf(sheet, left));
    main.querySelectorAll("nav").forEach((nav) => nav.remove()); // they lead to the server
    history.replaceState(null, "", address);
    document.title = sheet.unit;
    window.scrollTo(0, 0);
    desk.lay(turn.layOut());
    return "";
  }

  // As if it were opened anew, and for what is left of it.
  function freshen(form, sheet, left) {
    form.elements.id.value = uuid7();
    form.elements.waiting.value = String(left);
    form.dataset.total = String(left);
    document.querySelector(".judged-count b").textContent = String(left);
    const passed = form.querySelector(".pass-all b");
    if (passed) passed.textContent = String(left);
    for (const check of form.querySelectorAll(".check[data-first]")) owe(check, Number(check.dataset.owed) - answeredHere(check.dataset.check, sheet));
  }

  function owe(check, pieces) {
    check.dataset.owed = String(Math.max(0, pieces));
    if (pieces >= Number(check.closest(".piece").dataset.piece)) return;
    check.classList.remove("is-owed");
    check.querySelectorAll(".owed-word").forEach((word) => word.remove());
  }

  function toldOf(sheet, left) {
    const judged = sheet.quantity - left;
    const more = judged ? element("p", "", say(words.judgedSome, { judged, left })) : "";
    return element("div", "look look-kept as-of", icon("kept"), element("div", "look-words", element("strong", "", say(words.asOf, { when: whenOf(sheet.asOf) })), more));
  }

  // The server answers again: what lies there may be judged on, or opened as it is by now.
  function tellBack() {
    const told = document.querySelector(".as-of:not(.is-back)");
    if (!told) return;
    told.classList.add("is-back");
    told.querySelector("strong").textContent = words.back;
    told.append(Object.assign(element("a", "button", words.renew), { href: location.pathname + location.search }));
  }

  function whenOf(moment) {
    const at = new Date(moment);
    const clock = at.toTimeString().slice(0, 5);
    return at.toDateString() === new Date().toDateString() ? clock : at.toLocaleDateString(document.documentElement.lang, { weekday: "long" }) + " " + clock;
  }

  // What else can be judged now; a page with its own list of it keeps that.
  async function showQueue() {
    const { at } = sheets.listed;
    const kept = await sheets.kept();
    const main = document.querySelector("main");
    main.querySelectorAll("#kept-queue").forEach((old) => old.remove());
    if (!kept.length || main.querySelector("[data-refresh]")) return;
    const list = element("ul", "queue", ...kept.map((one) => element("li", "", queued(one, judgedOf(one, at)))));
    main.append(Object.assign(element("section", "", element("h2", "", say(words.queue, { when: whenOf(at) })), list), { id: "kept-queue" }));
  }

  function queued(one, judged) {
    const left = one.quantity - judged;
    const made = element(left > 0 ? "a" : "div", "queued",
      element("span", "queued-words", element("b", "", one.unit), element("span", "", [one.product, one.size, one.order].filter(Boolean).join(" · "))),
      element("span", "queued-when", element("span", "", judged ? (left > 0 ? say(words.judgedSome, { judged, left }) : words.judged) : "")),
      element("span", "queued-count", element("b", "", String(Math.max(0, left))), one.counted_in),
    );
    if (left > 0) Object.assign(made, { href: one.address }).dataset.code = one.code;
    if (left > 0) made.dataset.step = String(one.step);
    return made;
  }

  return { put, knows: (code) => sheets.listed.sheets.some((one) => one.code === code) };
}
