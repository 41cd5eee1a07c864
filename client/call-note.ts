/** Notes during the call: sent without leaving the question, and kept from step to step while they are typed. */

const field = () => document.querySelector<HTMLTextAreaElement>("#note-text");

/** Puts what was being typed into the next page, which `show` draws. */
export function keepingNote(show: () => void): void {
  const typed = field()?.value ?? "";
  show();
  const next = field();
  if (next && typed) next.value = typed;
}

async function send(form: HTMLFormElement): Promise<void> {
  const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const reply = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(
    () => null,
  );
  // Anything but the redirect of a saved note leaves the words where they are.
  if (reply?.type !== "opaqueredirect") return;
  const words = field();
  if (words) words.value = "";
  const saved = document.querySelector<HTMLElement>("[data-note-saved]");
  if (saved) saved.hidden = false;
  document.querySelector<HTMLElement>("#step [autofocus]")?.focus();
}

export function watchNotes(): void {
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== "note") return;
    event.preventDefault();
    void send(event.target);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-does=note]")) return;
    event.preventDefault();
    field()?.focus();
  });
}
