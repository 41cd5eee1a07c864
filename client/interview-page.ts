import { AnswerField } from "./answer-field.ts";
import { keepingNote } from "./call-note.ts";
import { LookupField } from "./lookup-field.ts";
import { freshToken, type Sent, sendStep } from "./send-step.ts";

const retryMs = 2000;

/**
 * One interview on the screen: sends steps without leaving the page, shows whether they are saved, sends again
 * what the server did not get, and keeps what is typed meanwhile.
 */
export class InterviewPage {
  #form: HTMLFormElement;
  #field: AnswerField;
  #shownAt = performance.now();
  #sending = false;
  /** Keys typed while a step was on its way, in their order. */
  #ahead: string[] = [];

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#field = this.#adopt(form);
    window.addEventListener("popstate", () => void this.#visit(window.location.href));
  }

  get field(): AnswerField {
    return this.#field;
  }

  get sending(): boolean {
    return this.#sending;
  }

  /** Keeps a key for the next step; only digits and Enter make sense before it is seen. */
  typeAhead(key: string): void {
    if (/^\d$/.test(key) || key === "Enter") this.#ahead.push(key);
  }

  async submit(submitter: HTMLElement | null): Promise<void> {
    if (this.#sending) return;
    const data = new FormData(this.#form, submitter);
    const fields = new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
    const { posted } = this.#field;
    if (posted !== null) fields.set("code", posted);
    fields.set("screenMs", String(Math.round(performance.now() - this.#shownAt)));
    fields.set("pressedAt", new Date().toISOString());
    this.#sending = true;
    this.#status("saving");
    for (;;) {
      const sent = await sendStep(this.#form.action, fields);
      if (sent.kind === "lost") {
        this.#status("lost");
        await new Promise((resolve) => setTimeout(resolve, retryMs));
        continue;
      }
      // Who signed in again in another tab goes on with the one Enter that the notice asks for.
      if (sent.kind === "signedOut" && (await this.#renewToken(fields))) continue;
      this.#sending = false;
      return this.#arrived(sent);
    }
  }

  /** Puts the token of a new session in place of the old one's; false while there is no new one. */
  async #renewToken(fields: URLSearchParams): Promise<boolean> {
    const token = await freshToken(window.location.href);
    const input = this.#form.querySelector<HTMLInputElement>("input[name=_csrf]");
    if (!token || !input || token === fields.get("_csrf")) return false;
    input.value = token;
    fields.set("_csrf", token);
    return true;
  }

  async #arrived(sent: Exclude<Sent, { kind: "lost" }>): Promise<void> {
    if (sent.kind === "leave") {
      window.location.assign(sent.url);
      return;
    }
    if (sent.kind === "signedOut") {
      this.#ahead = [];
      this.#status("signedOut");
      return;
    }
    const here = new URL(window.location.href);
    here.searchParams.set("at", this.#form.dataset.key ?? "");
    const went = new URL(sent.url, window.location.href);
    const moved = this.#show(sent.html);
    if (moved) {
      window.history.replaceState(null, "", here);
      window.history.pushState(null, "", went);
    }
    this.#replay();
  }

  async #visit(url: string): Promise<void> {
    try {
      const reply = await fetch(url, { headers: { accept: "text/html" } });
      this.#show(await reply.text());
    } catch {
      this.#status("lost");
    }
  }

  /** Puts the page's body in place of this one. True if it shows another step. */
  #show(html: string): boolean {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const form = parsed.querySelector<HTMLFormElement>("#step");
    const before = this.#form.dataset.key;
    document.title = parsed.title;
    document.body.className = parsed.body.className;
    keepingNote(() => document.body.replaceChildren(...parsed.body.childNodes));
    if (form) this.#field = this.#adopt(form);
    return form?.dataset.key !== before;
  }

  #adopt(form: HTMLFormElement): AnswerField {
    this.#form = form;
    const field = new AnswerField(form);
    LookupField.on(form);
    this.#shownAt = performance.now();
    form.addEventListener("submit", (event) => {
      // The last step leads out of the interview: the browser itself goes there.
      if (form.dataset.kind === "end") return;
      event.preventDefault();
      void this.submit(event.submitter);
    });
    form.querySelector<HTMLElement>("[autofocus]")?.focus();
    const code = form.querySelector<HTMLInputElement>("#code");
    // A refused entry is typed over; anything else is gone on with.
    code?.setSelectionRange(code.ariaInvalid === "true" ? 0 : code.value.length, code.value.length);
    return field;
  }

  /** What was typed ahead belongs to plain questions; at a check, a refused answer or the end it is dropped. */
  #replay(): void {
    const keys = this.#ahead.splice(0);
    const plain = this.#form.dataset.kind === "question" || this.#form.dataset.kind === "info";
    if (!plain || document.querySelector(".check, #answer-error")) return;
    for (const [index, key] of keys.entries()) {
      if (key !== "Enter") {
        this.#field.type(key);
        continue;
      }
      void this.submit(null);
      this.#ahead.push(...keys.slice(index + 1));
      return;
    }
  }

  #status(kind: "saving" | "lost" | "signedOut"): void {
    const words = document.querySelector<HTMLTemplateElement>(`template[data-status="${kind}"]`);
    const place = document.querySelector("#saved");
    if (words && place) place.replaceChildren(words.content.cloneNode(true));
    document.querySelector(".sending-notice")?.remove();
    const notice = document.querySelector<HTMLTemplateElement>(`template[data-notice="${kind}"]`);
    const line = this.#form.querySelector(".answer-line");
    if (notice && line) line.before(notice.content.cloneNode(true));
  }
}
