/** The appointment, the new number and the language belong to the outcomes that need one; for the others they are out of the way. */
export function watchOutcome(): void {
  const outcomes = [...document.querySelectorAll<HTMLInputElement>("input[name=outcome]")];
  watch(outcomes, { section: "#appointment", mark: "appointment", first: "#time" });
  watch(outcomes, { section: "#new-number", mark: "number", first: "#newNumber" });
  watch(outcomes, { section: "#spoken-there", mark: "language", first: "#spoken" });
}

function watch(
  outcomes: HTMLInputElement[],
  { section, mark, first }: { section: string; mark: string; first: string },
): void {
  const form = document.querySelector<HTMLElement>(section);
  if (!form || outcomes.length === 0) return;
  const update = () => {
    form.hidden = !outcomes.some((input) => input.checked && input.dataset[mark] !== undefined);
  };
  for (const input of outcomes)
    input.addEventListener("change", () => {
      update();
      if (!form.hidden && input.dataset[mark] !== undefined) form.querySelector<HTMLElement>(first)?.focus();
    });
  update();
}
