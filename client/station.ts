import { watchNotes } from "./call-note.ts";
import { InterviewPage } from "./interview-page.ts";
import { keepCase } from "./keep-case.ts";
import { type Action, actionsOf, type Focus } from "./key-map.ts";
import { tickClocks } from "./tick-clocks.ts";
import { watchOutcome } from "./watch-outcome.ts";

/** Keyboard first at the workstation; every page works without this file. */

const form = document.querySelector<HTMLFormElement>("#step");
const interview = form ? new InterviewPage(form) : null;

function focusOf(target: EventTarget | null): Focus {
  const input = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
  const code = input?.id === "code" && input.classList.contains("code");
  const typing = input !== null && input.type !== "radio" && input.type !== "checkbox";
  return {
    text: typing && !code,
    empty: !input || !code || input.value === "",
    signed: input?.inputMode === "decimal",
  };
}

function offer(action: Action): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-does="${action}"]`);
}

function hotkey(key: string): HTMLElement | null {
  return key.length === 1
    ? document.querySelector<HTMLElement>(`[data-hotkey="${CSS.escape(key.toUpperCase())}"]`)
    : null;
}

function onKey(event: KeyboardEvent): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[open]");
  if (dialog) return;
  // A key held down says nothing twice; editing keys may repeat.
  if (event.repeat && (event.key === "Enter" || event.key.startsWith("F") || event.key.startsWith("Page"))) {
    event.preventDefault();
    return;
  }
  if (interview?.sending) {
    interview.typeAhead(event.key);
    if (event.key === "Enter" || /^\d$/.test(event.key)) event.preventDefault();
    return;
  }
  const focus = focusOf(event.target);
  for (const action of actionsOf(event, focus)) {
    const element = offer(action);
    if (!element) continue;
    event.preventDefault();
    element.click();
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (interview && inInterview(event, interview, focus)) {
    event.preventDefault();
    return;
  }
  // Enter does the one main thing of the page, wherever the focus happens to be.
  if (!interview && event.key === "Enter" && event.target === document.body) {
    event.preventDefault();
    document.querySelector<HTMLElement>(".button-main")?.click();
    return;
  }
  const pressed = !interview && !focus.text ? hotkey(event.key) : null;
  if (pressed) {
    event.preventDefault();
    pressed.focus();
    pressed.click();
  }
}

/** Keys inside a step: space and Enter in a list of several answers, Enter in a long text. */
function inInterview(event: KeyboardEvent, page: InterviewPage, focus: Focus): boolean {
  if (event.target instanceof HTMLTextAreaElement && event.key === "Enter" && !event.shiftKey) {
    if (event.target.form?.id === "step") void page.submit(null);
    else event.target.form?.requestSubmit();
    return true;
  }
  const inField = event.target instanceof HTMLInputElement && event.target.id === "code";
  if (inField && page.field.many && !page.field.empty && (event.key === " " || event.key === "Enter"))
    return page.field.toggleTyped();
  if (inField && page.field.many && event.key === " ") return true;
  // Digits pressed anywhere but in a field belong to the answer line.
  if (!inField && !focus.text && /^\d$/.test(event.key)) {
    document.querySelector<HTMLElement>("#code")?.focus();
    page.field.type(event.key);
    return true;
  }
  if (
    !inField &&
    !focus.text &&
    event.key === "Enter" &&
    !(
      event.target instanceof HTMLAnchorElement ||
      event.target instanceof HTMLButtonElement ||
      (event.target instanceof HTMLElement && event.target.tagName === "SUMMARY")
    )
  ) {
    void page.submit(null);
    return true;
  }
  return false;
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element ? event.target.closest("[data-does=help]") : null;
  const dialog = document.querySelector<HTMLDialogElement>("#all-keys");
  if (!opener || !dialog) return;
  event.preventDefault();
  dialog.showModal();
});
tickClocks();
keepCase();
watchOutcome();
watchNotes();
