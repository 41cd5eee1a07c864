import type { Compiled } from "../engine/compiled.ts";
import type { Questionnaire } from "../engine/definition.ts";
import type { Finding } from "./finding.ts";
import type { Visit } from "./walk-items.ts";

/** What every rule looks at: the definition and its items in reading order. */
export interface LintSubject {
  definition: Questionnaire;
  visits: Visit[];
  /** The definition as the engine runs it, as far as it can. */
  compiled: Compiled;
  /** First visit of each item id. */
  byId: ReadonlyMap<string, Visit>;
  /** Can a call be closed with what an end node says? */
  knowsOutcome: (word: string) => boolean;
}

/** A group of rules. Errors stop publishing; warnings do not. */
export interface Rules {
  errors?: (subject: LintSubject) => Finding[];
  warnings?: (subject: LintSubject) => Finding[];
}
