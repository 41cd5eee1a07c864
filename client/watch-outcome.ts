/** The appointment belongs to the outcomes that need one; for the others it is out of the way. */
export function watchOutcome(): void {
  const appointment = document.querySelector<HTMLElement>("#appointment");
  const outcomes = [...document.querySelectorAll<HTMLInputElement>("input[name=outcome]")];
  if (!appointment || outcomes.length === 0) return;
  const update = () => {
    appointment.hidden = !outcomes.some((input) => input.checked && input.dataset.appointment !== undefined);
  };
  for (const input of outcomes)
    input.addEventListener("change", () => {
      update();
      if (!appointment.hidden) appointment.querySelector<HTMLElement>("#time")?.focus();
    });
  update();
}
