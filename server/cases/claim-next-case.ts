import type { DialRule } from "../compliance/dial-decision.ts";
import { askGateway } from "../compliance/dial-gateway.ts";
import type { Deps } from "../deps.ts";
import { studiesOf } from "./assigned-studies.ts";
import { type Claimer, candidatesFor, forgetWorn, isFor, takeCandidate } from "./candidate-pools.ts";
import { bands, type CaseDoc } from "./case.ts";
import { type Candidate, findCase, leaseCase } from "./case-store.ts";
import { loadContact } from "./contact-store.ts";
import type { FieldStudy } from "./field-study.ts";
import { type HeldCase, heldCase, showHeldCase } from "./held-case.ts";
import { postponeRefused } from "./postpone-refused.ts";
import { isEarly, putBackEarly } from "./put-back-early.ts";
import { type NoCase, whyNoCase } from "./why-no-case.ts";

export interface ClaimRequest {
  user: Claimer & { name: string; locale?: string };
  /** Only these studies, in this order; otherwise all of the person's assignments. */
  studyIds?: string[];
}

/** A lease lasts so long without a sign of life. */
export const leaseMs = 90_000;
const rounds = 3;

/** Refusals that hold for every case of a study: trying the next one is in vain. */
const studyRules: DialRule[] = [
  ...(["no-policy", "study-status", "silent-budget"] as const),
  ...(["blocking-file-missing", "blocking-file-stale"] as const),
];

/**
 * The next case for a person: the one already held, else due hard appointments of all studies, else the studies in
 * order. A claim is one guarded write; losing it to somebody else takes the next candidate.
 */
export async function claimNextCase(deps: Deps, request: ClaimRequest): Promise<HeldCase | NoCase> {
  const studies = await studiesOf(deps, request.user.id, request.studyIds);
  return (await claimFrom(deps, request.user, studies)) ?? whyNoCase(deps, request.user, studies);
}

/** As `claimNextCase`, for those who do not ask why there is none. */
export async function claimCase(deps: Deps, { user, studyIds }: ClaimRequest): Promise<HeldCase | null> {
  return claimFrom(deps, user, await studiesOf(deps, user.id, studyIds));
}

/** Why a claim would come back empty now, for whoever asks again. */
export async function whyNothing(deps: Deps, { user, studyIds }: ClaimRequest): Promise<NoCase> {
  return whyNoCase(deps, user, await studiesOf(deps, user.id, studyIds));
}

async function claimFrom(
  deps: Deps,
  user: ClaimRequest["user"],
  studies: FieldStudy[],
): Promise<HeldCase | null> {
  const asked = { userId: user.id, ...(user.locale ? { locale: user.locale } : {}) };
  const ids = studies.map(({ _id }) => _id);
  for (let round = 0; round < rounds; round++) {
    const taken =
      (await claimAmong(deps, user, studies, (candidate) => candidate.band === bands.hardAppointment)) ||
      (await claimAmong(deps, user, studies, () => true));
    // Most people hold nothing when they ask; the unique lease tells of those who do, so nobody pays a read for it.
    const mine = taken === "holds-other" ? await heldCase(deps, asked) : taken;
    if (mine) return mine;
    if (!(await forgetWorn(deps, ids))) break;
  }
  return heldCase(deps, asked);
}

async function claimAmong(
  deps: Deps,
  user: ClaimRequest["user"],
  studies: FieldStudy[],
  wanted: (candidate: Candidate) => boolean,
): Promise<HeldCase | "holds-other" | null> {
  for (const study of studies) {
    const candidates = await candidatesFor(deps, study, user);
    const suitable = (candidate: Candidate) =>
      wanted(candidate) && isFor(candidate, user, study, deps.clock.now());
    for (
      let candidate = takeCandidate(deps, candidates, suitable);
      candidate;
      candidate = takeCandidate(deps, candidates, suitable)
    ) {
      const result = await tryClaim(deps, user, study, candidate);
      if (result === "study-refused") break;
      if (result !== "missed") return result;
    }
  }
  return null;
}

async function tryClaim(
  deps: Deps,
  user: ClaimRequest["user"],
  study: FieldStudy,
  candidate: Candidate,
): Promise<HeldCase | "holds-other" | "missed" | "study-refused"> {
  const [item, contact] = await Promise.all([
    findCase(deps, candidate._id),
    loadContact(deps, candidate._id),
  ]);
  if (!item || !isStillReady(item, candidate)) return "missed";
  if (isEarly(item, deps.clock.now())) {
    await putBackEarly(deps, item);
    return "missed";
  }
  const numberId = item.appointment?.numberId ?? item.nextNumberId ?? item.numbers[0]?.id ?? "";
  const { decision } = await askGateway(deps, {
    item,
    study,
    contact,
    numberId,
    by: user.id,
    stage: "claim",
  });
  if (!decision.allowed) {
    if (studyRules.includes(decision.rule)) return "study-refused";
    await postponeRefused(deps, { item, study, contact, numberId, by: user.id }, decision);
    return "missed";
  }
  const now = deps.clock.now();
  const taken = await leaseCase(
    deps,
    item._id,
    { states: ["ready"], planRevision: item.planRevision },
    { by: user.id, name: user.name, since: now, until: new Date(now.getTime() + leaseMs), from: "ready" },
  );
  if (taken === null) return "missed";
  if (taken === "holds-other") return taken;
  return showHeldCase(deps, { item: taken, contact, locale: user.locale ?? "en" });
}

function isStillReady(item: CaseDoc, candidate: Candidate): boolean {
  return item.state === "ready" && item.lease === null && item.planRevision === candidate.planRevision;
}
