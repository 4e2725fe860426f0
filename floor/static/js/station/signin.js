// Signing in at a station: a scanned badge is sent at once, a PIN has big keys.
import { startPads } from "../pad.js";
import { listen } from "../wedge.js";

const form = document.getElementById("wedge");
const field = document.getElementById("code");

startPads(document);
listen(form, field, (code) => {
  field.value = code;
  form.submit(); // past the wedge's own listener
});
