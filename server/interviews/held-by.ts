import type { Request } from "express";
import { type HeldCase, heldCase } from "../cases/held-case.ts";
import { heartbeat, pageLeaseMs } from "../cases/lease.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { userOf } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { getStudy } from "../studies/studies.ts";
import { translator } from "../views/translate.ts";
import { findOpenInterview } from "./interview-store.ts";
import type { StationContext } from "./station-view.ts";

/** The case of the address, if this person holds it; renews the lease. @throws Problem "case-not-held" */
export async function caseHeldBy(deps: Deps, req: Request): Promise<HeldCase> {
  const held = await heldCase(deps, { userId: userOf(req).id, locale: userOf(req).locale });
  if (!held || held.caseId !== req.params.id) throw problem("case-not-held");
  await heartbeat(deps, { caseId: held.caseId, fence: held.fence, user: userOf(req) }, pageLeaseMs);
  return held;
}

/** What every page around the call is drawn from. */
export async function stationContext(deps: Deps, req: Request, held: HeldCase): Promise<StationContext> {
  const { locale } = userOf(req);
  const [study, interview] = await Promise.all([
    getStudy(deps, held.studyId),
    findOpenInterview(deps, held.caseId),
  ]);
  const version = interview?.version ?? study.versions.at(-1)?.hash;
  const compiled = version ? await compiledQuestionnaire(deps, version) : null;
  return {
    t: translator(locale),
    locale,
    now: deps.clock.now(),
    study,
    held,
    interview,
    language: held.language,
    sample: compiled?.definition.sample,
  };
}
