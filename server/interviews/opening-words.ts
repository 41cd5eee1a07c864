import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { HeldCase } from "../cases/held-case.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { isLocale, translator } from "../views/translate.ts";
import { personOf, type StationContext } from "./station-view.ts";

/** Which words open this call. */
export type OpeningSituation =
  | "introduction"
  | "callBack"
  | "appointment"
  | "conversion"
  | "inbound"
  | "resume";

/**
 * A resumed interview counts before an appointment, an appointment before an earlier contact. Nobody who waited in
 * vain is told "we have an appointment now": a missed one is a call back.
 */
export function openingSituation(
  study: Pick<StudyDoc, "outcomes">,
  held: HeldCase,
  interview: unknown,
): OpeningSituation {
  if (interview) return "resume";
  if (held.attempt?.inbound) return "inbound";
  if (held.appointment && held.whyCode !== "appointment-missed") return "appointment";
  const catalogue = outcomeCatalogue(study.outcomes);
  const earlier = held.history.map((call) => findOutcome(catalogue, call.outcome));
  if (earlier.some((outcome) => outcome?.kind === "refusal-soft")) return "conversion";
  return earlier.some((outcome) => outcome?.contact) ? "callBack" : "introduction";
}

interface Opening {
  script: string;
  /** Words to say if asked who calls and where the number comes from. */
  source: string | null;
}

/**
 * What to say first, in the language of the case whatever the interviewer's screen speaks: from the study's texts, or
 * a general sentence without them.
 */
export function openingWords({ study, held, interview, t }: StationContext, interviewer: string): Opening {
  const texts = study.texts[held.language] ?? study.texts[study.languages[0] ?? "en"] ?? {};
  const say = isLocale(held.language) ? translator(held.language) : t;
  const words: Record<string, string> = {
    interviewer,
    client: study.client.name,
    institute: study.institute.name,
    phone: study.institute.phone,
    study: study.name,
    name: personOf(held)?.name || say("startWindow.somebody"),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
  const situation = openingSituation(study, held, interview);
  // Whoever calls us needs no reason why we call.
  const own = texts[situation] ?? (situation === "inbound" ? undefined : texts.introduction);
  const general = situation === "inbound" ? "startWindow.scripts.inbound" : "startWindow.scripts.first";
  const source = study.sources?.find(({ id }) => id === held.source);
  const from = source?.texts[held.language] ?? texts.source;
  return {
    script: own ? fill(own) : say(general, words),
    source: from ? fill(from) : null,
  };
}
