/** The one field of a step: a number typed into it marks the option that it stands for, and the other way round. */
export class AnswerField {
  readonly #form: HTMLFormElement;
  readonly #code: HTMLInputElement | null;
  readonly #chosen: HTMLElement | null;
  /** Entries in the order in which they were named. */
  readonly #mentioned: string[] = [];

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#code = form.querySelector<HTMLInputElement>("#code");
    this.#chosen = form.querySelector<HTMLElement>("[data-chosen]");
    this.#code?.addEventListener("input", () => this.#markTyped());
    for (const input of this.#inputs()) input.addEventListener("change", () => this.#marked(input));
    this.#takeMentioned();
    if (!this.#chosen?.querySelector("[role=alert]") && this.#inputs().some((input) => input.checked))
      this.#showChosen();
  }

  /** Answers that were given before, in the order of their mention; a ranking stands in the field as numbers. */
  #takeMentioned(): void {
    const place = (input: HTMLInputElement) => Number(input.dataset.place ?? Number.POSITIVE_INFINITY);
    const typed = this.many ? (this.#code?.value ?? "").split(/[ ,;]+/).filter(Boolean) : [];
    const found = typed.flatMap((entry) => this.#byEntry(entry) ?? []);
    const marked = this.#inputs()
      .filter((input) => input.checked)
      .toSorted((one, other) => place(one) - place(other));
    const named = typed.length > 0 && found.length === typed.length;
    if (named && this.#code) this.#code.value = "";
    if (named) for (const input of this.#inputs()) input.checked = found.includes(input);
    this.#mentioned.push(...(named ? found : marked).map((input) => input.dataset.entry ?? ""));
    this.#showRanks();
  }

  /** In a ranking each chosen option shows its place. */
  #showRanks(): void {
    for (const input of this.#inputs()) {
      const rank = input.closest("label")?.querySelector("[data-rank]");
      const place = this.#mentioned.indexOf(input.dataset.entry ?? "");
      if (rank) rank.textContent = place < 0 ? "" : String(place + 1);
    }
  }

  get many(): boolean {
    return this.#form.dataset.many !== undefined && !this.#form.querySelector(".check-ways");
  }

  get empty(): boolean {
    return !this.#code?.value.trim();
  }

  type(text: string): void {
    if (!this.#code) return;
    this.#code.value += text;
    this.#markTyped();
  }

  /** Adds or removes the typed option of a list with several answers. False if there is no such option. */
  toggleTyped(): boolean {
    const input = this.#byEntry(this.#code?.value.trim() ?? "");
    if (!input || !this.#code) return false;
    input.checked = input.type === "radio" || !input.checked;
    this.#code.value = "";
    this.#marked(input);
    return true;
  }

  /** What to post as typed: several answers in the order of their mention; a code that only repeats a mark is left out. */
  get posted(): string | null {
    if (!this.#code) return null;
    if (this.many) return [...this.#mentioned, ...this.#code.value.split(/[ ,;]+/)].filter(Boolean).join(" ");
    return this.#byEntry(this.#code.value.trim())?.checked ? "" : this.#code.value;
  }

  #inputs(): HTMLInputElement[] {
    const scope = this.#form.querySelector(".check-ways") ?? this.#form;
    return [...scope.querySelectorAll<HTMLInputElement>("input[data-entry]")];
  }

  #byEntry(entry: string): HTMLInputElement | undefined {
    return this.#inputs().find((input) => input.dataset.entry === entry);
  }

  #markTyped(): void {
    if (!this.#code || this.many) return;
    const typed = this.#code.value.trim();
    const found = this.#byEntry(typed);
    const inputs = this.#inputs();
    // A number or a text leaves no mark, but takes away one that was set by a special's code.
    if (found || typed || inputs.length > 0) for (const input of inputs) input.checked = input === found;
    if (found || inputs.some((input) => input.type === "radio")) this.#showChosen();
  }

  #marked(input: HTMLInputElement): void {
    const others = this.#inputs().filter((other) => other !== input);
    if (input.checked)
      for (const other of others)
        if (
          other.checked &&
          (input.dataset.exclusive !== undefined || other.dataset.exclusive !== undefined)
        ) {
          other.checked = false;
        }
    this.#remember(input);
    if (!this.many && this.#code && input.type === "radio") this.#code.value = input.dataset.entry ?? "";
    this.#showChosen();
    const text = this.#form.querySelector<HTMLInputElement>(`[data-for="${CSS.escape(input.value)}"]`);
    if (text && input.checked && !text.value) text.focus();
  }

  #remember(input: HTMLInputElement): void {
    const kept = this.#mentioned.filter(
      (entry) => this.#byEntry(entry)?.checked && entry !== input.dataset.entry,
    );
    this.#mentioned.splice(
      0,
      this.#mentioned.length,
      ...kept,
      ...(input.checked ? [input.dataset.entry ?? ""] : []),
    );
    this.#showRanks();
  }

  #showChosen(): void {
    if (!this.#chosen) return;
    const named = this.#mentioned.flatMap((entry) => this.#byEntry(entry) ?? []);
    const words = (this.many ? named : this.#inputs())
      .filter((input) => input.checked)
      .map(
        (input) =>
          input.closest("label")?.querySelector("span:not(.key)")?.firstChild?.textContent?.trim() ?? "",
      );
    this.#chosen.textContent = words.join(", ");
  }
}
