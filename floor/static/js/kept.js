// A list of what waits on this tablet to be sent.
import { element, fill, icon } from "./dom.js";

const KINDS = { scans: "scan", inspections: "verdict", blanks: "blank", photos: "photo" };

export function showKept(list, items) {
  fill(list, ...items.map((item) => element("li", "recent recent-kept",
    icon("kept"),
    element("span", "recent-when", new Date(item.body.happened_at).toTimeString().slice(0, 5)),
    element("span", "recent-words", element("b", "", list.dataset[KINDS[item.kind]]), element("span", "", nameOf(item.body))),
  )));
}

// A badge's code would sign in whoever types it: cards are never shown.
function nameOf(body) {
  const code = body.code || body.blank || "";
  return /^[FWK]/i.test(code) ? "" : code;
}
