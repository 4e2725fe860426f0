// What a standard still owes before all may pass: counted as floor/rules/owed.py does, from the checks on the page.
const isAnswered = (check) => {
  const field = check.querySelector("input[data-kind]");
  return field ? Boolean(field.value.trim()) : Boolean(check.querySelector("input:checked"));
};

// [{name, missing}] of the checks that want answers; `passed` pieces are to pass.
export function stillOwed(form, passed) {
  const byCheck = new Map();
  for (const check of form.querySelectorAll(".check[data-check]")) {
    const one = byCheck.get(check.dataset.check) || { name: check.dataset.name, owed: Number(check.dataset.owed), answered: 0 };
    one.answered += isAnswered(check);
    byCheck.set(check.dataset.check, one);
  }
  const wanting = Array.from(byCheck.values(), ({ name, owed, answered }) => ({ name, missing: Math.min(owed, passed) - answered }));
  return wanting.filter((one) => one.missing > 0);
}
