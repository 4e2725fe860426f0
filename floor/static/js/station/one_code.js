// A page that waits for one code (a badge, a pairing code): a scanned one is sent at once, a typed one has big keys.
import { startPads } from "../pad.js";
import { listen } from "../wedge.js";

const form = document.getElementById("wedge");
const field = document.getElementById("code");

startPads(document);
listen(form, field, (code) => {
  field.value = code;
  form.submit(); // past the wedge's own listener
});
