// Running totals: what the sizes of an order come to, and how many bundles and labels a plan makes. The server counts too.
import { say } from "./dom.js";

const KODI = 20;
const shown = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "id");

// "120", "6 kodi", "3 kodi 5"; what can't be read counts for nothing.
function pieces(text) {
  const typed = text.trim().toLowerCase();
  const kodi = /^(\d{1,5}) *kodi(?: +(\d{1,2}))?(?: +[a-z]+)?$/.exec(typed);
  if (kodi) return Number(kodi[1]) * KODI + Number(kodi[2] || 0);
  return /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
}

function inKodi(box, total) {
  const whole = Math.floor(total / KODI);
  if (!box.dataset.kodi || whole < 1) return "";
  const words = total % KODI ? box.dataset.kodiRest : box.dataset.kodi;
  return " (" + say(words, { kodi: shown.format(whole), rest: total % KODI }) + ")";
}

function total(box) {
  const sum = box.querySelector("[data-sum]");
  const count = () => {
    let all = 0;
    for (const field of box.querySelectorAll("input")) all += pieces(field.value);
    sum.hidden = false;
    sum.textContent = say(box.dataset.words, { total: shown.format(all) }) + inKodi(box, all);
  };
  box.addEventListener("input", count);
  count();
}

function plan(box) {
  const form = box.closest("form");
  const line = box.querySelector("[data-plan]");
  const count = () => {
    const checked = form.querySelector("[name=cut]:checked");
    const cut = checked ? checked.value : "bundle";
    const all = { pieces: 0, batches: 0, labels: 0 };
    for (const row of box.querySelectorAll("[data-cut]")) {
      const bundle = row.querySelector("[data-bundle]");
      const quantity = pieces(row.querySelector("[data-quantity]").value);
      const size = cut === "piece" ? 1 : pieces(bundle.value);
      const units = quantity && size ? Math.ceil(quantity / size) : 0;
      bundle.readOnly = cut !== "bundle";
      const words = cut === "bundle" ? box.dataset.wordBundle : box.dataset.wordPiece;
      row.querySelector("[data-units]").textContent = units && cut !== "card" ? say(words, { count: shown.format(units) }) : "–";
      if (!quantity || (cut === "bundle" && !size)) continue;
      all.pieces += quantity;
      all.batches += 1;
      all.labels += cut === "card" ? 1 : units + 1;
    }
    for (const name of Object.keys(all)) all[name] = shown.format(all[name]);
    line.textContent = say(line.dataset.plan, all);
  };
  form.addEventListener("input", count);
  count();
}

for (const box of document.querySelectorAll("[data-total]")) total(box);
for (const box of document.querySelectorAll("[data-cuts]")) plan(box);
