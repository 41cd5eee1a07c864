import type { TFunction } from "i18next";
import type { Step } from "../../surveys/engine/index.ts";

/** One entry of the bottom line; `does` is an action of client/key-map.ts. */
export interface KeyOffer {
  key: string;
  to?: string;
  words: string;
  does?: string;
  href?: string;
  /** The button belongs to this form. */
  form?: string;
  name?: string;
  value?: string;
  end?: boolean;
}

/** Last in every line. */
export function helpKey(t: TFunction): KeyOffer {
  return { key: "?", words: t("keys.all"), does: "help", href: "#all-keys", end: true };
}

const aliases: Record<string, { key: string; does: string }> = {
  dk: { key: "F2", does: "dontKnow" },
  refused: { key: "F4", does: "refused" },
};

export interface StepLinks {
  back: string | null;
  forward: string | null;
  outcome: string;
}

/** Types whose limits are points to choose from. */
const scales = new Set(["scale", "grid"]);

/** The keys that work at a step; `ways` is how many ways out its check has. Pure. */
export function stepKeys(step: Step, links: StepLinks, t: TFunction, ways = 0): KeyOffer[] {
  const offers: KeyOffer[] = ways > 0 ? [{ key: "1", to: String(ways), words: t("keys.check") }] : [];
  const { min, max } = step.field;
  const points = typeof min === "number" && typeof max === "number" && scales.has(step.type);
  const entries = points
    ? [String(min), String(max)]
    : step.options.map((option) => option.entry).sort((a, b) => Number(a) - Number(b));
  const asks = step.kind === "question" || step.kind === "select";
  if (asks && entries.length > 0)
    offers.push({ key: entries[0] ?? "", to: entries.at(-1) ?? "", words: t("keys.choose") });
  if (asks && step.many) offers.push({ key: t("keys.space"), words: t("keys.add") });
  if (step.kind !== "end") offers.push({ key: t("keys.enter"), words: t("keys.goOn") });
  if (links.back)
    offers.push({ key: t("keys.pageUp"), words: t("keys.back"), does: "back", href: links.back });
  if (links.forward)
    offers.push({ key: t("keys.pageDown"), words: t("keys.forward"), does: "forward", href: links.forward });
  for (const special of asks ? step.specials : []) {
    const alias = aliases[special.id];
    const words = special.label.map((span) => span.text).join("");
    if (alias) offers.push({ ...alias, words, form: "step", name: "press", value: `special:${special.id}` });
  }
  offers.push({ key: "F8", words: t("keys.endCall"), does: "endCall", href: links.outcome });
  if (step.kind === "end")
    offers.push({
      ...{ key: "F9", words: t("interview.finishPause"), does: "pause" },
      ...{ form: "step", name: "then", value: "pause" },
    });
  return offers;
}
