// The bundles of a lot: a scan adds one, a tap takes it off.
import { fill, icon, say } from "../dom.js";
import { listen } from "../wedge.js";

const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));

export function startChoosing(wedge, forms) {
  const ticks = forms.flatMap((form) => all(form, "input[name=unit]"));

  function count(form) {
    const chosen = all(form, "input[name=unit]:checked");
    const pieces = chosen.reduce((sum, tick) => sum + Number(tick.dataset.quantity), 0);
    form.querySelector(".tally").textContent = chosen.length ? say(form.dataset.total, { pieces, bundles: chosen.length }) : "";
  }

  function complain(sentence) {
    const said = find("lot-said");
    fill(said, icon("stop"), sentence);
    said.className = "look look-stop wedge-said";
    said.hidden = false;
    said.scrollIntoView({ block: "center" });
  }

  listen(wedge, find("code"), (code) => {
    const tick = ticks.find((one) => one.value === code.replace(/[\s-]/g, "").toUpperCase());
    const other = tick && forms.find((form) => form !== tick.form && form.querySelector("input[name=unit]:checked"));
    if (!tick || other) return complain(other ? wedge.dataset.other : wedge.dataset.notHere);
    find("lot-said").hidden = true;
    tick.checked = true;
    count(tick.form);
    return tick.scrollIntoView({ block: "center" });
  });
  for (const form of forms) {
    form.addEventListener("change", () => count(form));
    count(form);
  }
}
