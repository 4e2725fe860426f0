// Scan anything, anywhere: keys that come while no field has the focus can only be a scanner's (or somebody typing a
// code). They go into the field that the page has for them (`data-scan`: "go" presses the button beside it, "fill" goes
// on to the next field); elsewhere the search in the header says where they belong.
import { readScan } from "./code.js";
import { listenAnywhere } from "./wedge.js";

const LEAST = 4;

const form = document.querySelector("form.top-find");
const own = document.querySelector("[data-scan]");

listenAnywhere(LEAST, own, (text) => {
  const read = readScan(text, text.length); // whatever letters were pressed before
  const code = read.codes.length ? read.codes[read.codes.length - 1] : read.text;
  if (own) return intoOwn(code);
  form.elements.code.value = code;
  return form.submit();
});

function intoOwn(code) {
  own.value = code;
  own.dispatchEvent(new Event("input", { bubbles: true }));
  if (own.dataset.scan === "go") return own.closest(".row").querySelector("button").click();
  const fields = Array.from(own.form.querySelectorAll("input:not([type=hidden]), select, textarea"));
  return (fields[fields.indexOf(own) + 1] || own).focus();
}
