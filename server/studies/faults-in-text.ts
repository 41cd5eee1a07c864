import type { TFunction } from "i18next";
import { type FieldError, Problem } from "../http/problem.ts";
import { jsonFault } from "../questionnaires/json-fault.ts";
import { lineOfPointer } from "../questionnaires/locate-pointer.ts";

/** A fault beside the text that somebody wrote: the sentence, the place and its line, 1 up. */
export interface ShownFault {
  message: string;
  pointer: string;
  line: number;
}

/** Reads JSON that somebody wrote; a text that is none gives one fault with its line. */
export function readJsonText(
  text: string,
  t: TFunction,
): { value: unknown; faults?: undefined } | { faults: ShownFault[] } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const { line, reason } = jsonFault(text, error as Error);
    return { faults: [{ message: t("faults.not-json", { reason }), pointer: "", line }] };
  }
}

/** Faults in the reader's language, each with its line in the text. */
function faultsInText(text: string, errors: readonly FieldError[], t: TFunction): ShownFault[] {
  return errors.map(({ pointer, detail, code, params }) => ({
    message: code ? t(`faults.${code}`, { ...params, defaultValue: detail }) : detail,
    pointer,
    line: lineOfPointer(text, pointer),
  }));
}

/**
 * What a page shows again of a text that was refused: its faults, or that somebody else saved in between.
 * @throws every error that is no refusal of such a text
 */
export function refusalOf(
  error: unknown,
  about: "policy" | "outcomes",
  text: string,
  t: TFunction,
): { status: number; faults: ShownFault[] } | { status: number; conflict: true } {
  if (!(error instanceof Problem)) throw error;
  const { code, status, errors } = error;
  if (code === `${about}-changed`) return { status, conflict: true };
  if (code !== `${about}-refused`) throw error;
  return { status, faults: faultsInText(text, errors, t) };
}
