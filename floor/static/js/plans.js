// The level and the AQL of a plan are asked for only where the lot is sampled by them.
for (const fields of document.querySelectorAll("[data-iso]")) {
  const ways = fields.parentElement.querySelectorAll('input[type="radio"]');
  const draw = () => {
    const chosen = Array.from(ways).find((way) => way.checked);
    fields.hidden = Boolean(chosen) && chosen.value !== fields.dataset.iso;
  };
  ways.forEach((way) => way.addEventListener("change", draw));
  draw();
}
