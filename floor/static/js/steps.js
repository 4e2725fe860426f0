// A route's steps are arranged by buttons that send the form; here the same without loading the page again. The server
// arranges either way, and says which button has the focus then.
const form = document.querySelector("[data-steps]").closest("form");
let arranging = null; // the arrangement that is on its way to the server and back

async function arrange(asked) {
  const body = new FormData(form);
  body.append(asked.name, asked.value);
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  const steps = drawn.querySelector("[data-steps]");
  if (!steps) throw new Error("no steps");
  form.querySelector("[data-steps]").replaceWith(document.adoptNode(steps));
  form.querySelector("[data-said]").textContent = drawn.querySelector("[data-said]").textContent;
  const next = form.querySelector("[data-steps] [autofocus]") || form.querySelector("[data-steps] .step button:not([disabled])");
  if (asked.value === "add") form.querySelector("select[name=add]").focus();
  else if (next) next.focus();
}

form.addEventListener("click", (event) => {
  const asked = event.target.closest("button[name=do]");
  if (!asked || asked.dataset.plain) return;
  event.preventDefault();
  if (arranging) return; // it names a step by its place, which may be another one in a moment
  arranging = arrange(asked)
    .catch(() => {
      asked.dataset.plain = "yes"; // then as without this module: the page is loaded again
      asked.click();
    })
    .finally(() => (arranging = null));
});

// What is published is what the page will show, not what it showed before the last tap was answered.
form.addEventListener("submit", (event) => {
  if (!arranging || (event.submitter && event.submitter.dataset.plain)) return;
  event.preventDefault();
  arranging.then(() => form.requestSubmit(event.submitter));
});
