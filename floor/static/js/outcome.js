// Each cell of the sheets becomes one large button: a tap says spoiled, another one lost, a third one good again.
// The choice stays in the cell's own drop-down, which is what the form sends.
import { element, icon } from "./dom.js";

const PICTURES = { "": "good", spoiled: "stop", lost: "ask" };

for (const cell of document.querySelectorAll("[data-cell]")) {
  const choice = cell.querySelector("select");
  const name = cell.querySelector(".outcome-name");
  const button = element("button", "outcome", name);
  const said = element("span", "outcome-said");
  button.type = "button";
  choice.hidden = true;
  button.append(said);
  cell.className = "outcome-box";
  cell.prepend(button);

  const show = () => {
    const option = choice.selectedOptions[0];
    button.dataset.outcome = option.value;
    said.textContent = "";
    said.append(icon(PICTURES[option.value]), element("span", "", option.textContent));
  };
  button.addEventListener("click", () => {
    choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
    show();
  });
  show();
}
