// Scan anything, anywhere: keys that come while no field has the focus can only be a scanner's (or somebody typing a
// code). Enter ends them, and the search in the header says where they belong.
const LEAST = 4;
const FIELDS = "textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=file])"; // what takes letters
const PAUSE = 2000; // ms after which keys no longer belong together

const form = document.querySelector("form.top-find");
let typed = "";
let last = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches(FIELDS)) {
    typed = "";
    return;
  }
  if (event.timeStamp - last > PAUSE) typed = "";
  last = event.timeStamp;
  if (event.key.length === 1) typed += event.key;
  if ((event.key !== "Enter" && event.key !== "Tab") || typed.trim().length < LEAST) return;
  event.preventDefault(); // or Enter would press the button that has the focus
  form.elements.code.value = typed.trim();
  form.submit();
});
