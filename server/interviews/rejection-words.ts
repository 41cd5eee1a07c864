import type { TFunction } from "i18next";
import type { Rejection } from "../../surveys/engine/index.ts";

/** Why an answer was not taken, in one sentence for the interviewer. */
export function rejectionWords(rejection: Rejection, t: TFunction): string {
  return t([`interview.errors.${rejection.code}`, "interview.errors.other"], {
    ...rejection.params,
    code: rejection.code,
  });
}
