/** A long list: what is typed is searched by the server, arrows move the mark, Enter confirms. */
export class LookupField {
  readonly #form: HTMLFormElement;
  readonly #search: HTMLInputElement;
  readonly #hits: HTMLElement;
  /** Number of the latest search; answers to older ones are dropped. */
  #asked = 0;

  constructor(form: HTMLFormElement, search: HTMLInputElement, hits: HTMLElement) {
    this.#form = form;
    this.#search = search;
    this.#hits = hits;
    search.addEventListener("input", () => void this.#find());
    search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    });
    hits.addEventListener("change", () => this.#say());
  }

  static on(form: HTMLFormElement): LookupField | null {
    const search = form.querySelector<HTMLInputElement>("#code");
    const hits = form.querySelector<HTMLElement>("[data-hits]");
    return search && hits ? new LookupField(form, search, hits) : null;
  }

  #radios(): HTMLInputElement[] {
    return [...this.#hits.querySelectorAll<HTMLInputElement>("input")];
  }

  async #find(): Promise<void> {
    const number = ++this.#asked;
    const typed = this.#search.value.trim();
    if (typed.length < 3) return this.#show([]);
    const url = new URL(this.#form.action.replace(/\/acts$/, "/entries"));
    url.searchParams.set("key", this.#form.dataset.key ?? "");
    url.searchParams.set("q", typed);
    try {
      const reply = await fetch(url, { headers: { accept: "application/json" } });
      if (!reply.ok || number !== this.#asked) return;
      const { hits } = (await reply.json()) as { hits: { code: string; label: string }[] };
      this.#show(hits);
    } catch {
      // Offline: Enter sends what was typed, and the server searches when it is back.
    }
  }

  #show(hits: { code: string; label: string }[]): void {
    const template = this.#form.querySelector<HTMLTemplateElement>("template[data-hit]");
    if (!template) return;
    this.#hits.replaceChildren(
      ...hits.map((hit) => {
        const row = template.content.cloneNode(true) as DocumentFragment;
        const radio = row.querySelector("input");
        const words = row.querySelector("span");
        if (radio) radio.value = hit.code;
        if (words) words.textContent = hit.label;
        return row;
      }),
    );
    const place = this.#chosenPlace();
    const none = this.#form.querySelector<HTMLElement>("[data-hit-words]")?.dataset.none ?? "";
    if (place) place.textContent = hits.length === 0 && this.#search.value.trim().length >= 3 ? none : "";
  }

  #move(by: number): void {
    const radios = this.#radios();
    if (radios.length === 0) return;
    const now = radios.findIndex((radio) => radio.checked);
    const next =
      now < 0 ? (by > 0 ? 0 : radios.length - 1) : Math.max(0, Math.min(radios.length - 1, now + by));
    const radio = radios[next];
    if (!radio) return;
    radio.checked = true;
    radio.closest("label")?.scrollIntoView({ block: "nearest" });
    this.#say();
  }

  /** The line beside the field says what Enter would take; screen readers hear it. */
  #say(): void {
    const place = this.#chosenPlace();
    const chosen = this.#radios().find((radio) => radio.checked);
    if (place) place.textContent = chosen?.closest("label")?.querySelector("span")?.textContent ?? "";
  }

  #chosenPlace(): HTMLElement | null {
    return this.#form.querySelector<HTMLElement>("[data-chosen]");
  }
}
