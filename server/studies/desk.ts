import type { Request } from "express";
import type { Deps } from "../deps.ts";
import { userOf } from "../http/routes.ts";
import { getStudyFor } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";

/** Who sees the desk pages of a study. */
export const desk = { roles: ["supervisor", "researcher", "admin"] } as const;
/** Who writes and fields a study. */
export const author = { roles: ["researcher", "admin"] } as const;

/** The study of the address, if it is one of the user's. @throws Problem study-unknown */
export async function studyOf(deps: Deps, req: Request): Promise<StudyDoc> {
  return getStudyFor(deps, userOf(req), String(req.params.id));
}

/** May this person change questionnaire, sample and team settings, not only look? */
export function isAuthor(req: Request): boolean {
  return userOf(req).roles.some((role) => author.roles.some((one) => one === role));
}
