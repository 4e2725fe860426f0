// Scan anything, anywhere: keys that come while no field has the focus can only be a scanner's (or somebody typing a
// code). Enter ends them, and the search in the header says where they belong.
import { readScan } from "./code.js";
import { listenAnywhere } from "./wedge.js";

const LEAST = 4;

const form = document.querySelector("form.top-find");

listenAnywhere(LEAST, (text) => {
  const read = readScan(text, text.length); // whatever letters were pressed before
  form.elements.code.value = read.codes.length ? read.codes[read.codes.length - 1] : read.text;
  form.submit();
});
