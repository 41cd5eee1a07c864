import { findOutcome, type Outcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { poolOfCase } from "../calling/pool.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { blockByOutcome } from "./block-by-outcome.ts";
import { bands, type CaseDoc, type CaseState } from "./case.ts";
import { findCase, updateCase } from "./case-store.ts";
import { loadContact } from "./contact-store.ts";
import { fieldStudy } from "./field-study.ts";
import { settleOpenAttempt } from "./settle-open-attempt.ts";

export interface CaseMove {
  caseId: string;
  to: Extract<CaseState, "ready" | "waiting" | "hold-supervisor" | "held" | "final">;
  /** Why, in the supervisor's words; it becomes the case's sentence. */
  reason: string;
  by: { id: string };
  /** The plan that was decided upon; another one is not moved. */
  planRevision?: number;
  /** For "waiting": callable from, and the zone in which that was said. */
  from?: Date;
  zone?: string;
  /** For "final": the AAPOR code, and the outcome of the study's catalogue that it ends under. */
  disposition?: string;
  outcome?: string;
  /** The language in which it goes on; without it the case keeps its own. */
  language?: string;
}

/**
 * A supervisor's move: any state to a state of rest, with a reason. Whoever holds the case without a call loses
 * it (the fence is raised); a case on a live call is never taken away. Calling rules still hold at the next dial.
 * An end whose outcome blocks the number blocks every number of the case first: it came for the person, not for a line.
 * @throws Problem "not-found", "note-required", "attempt-open", "case-changed", "case-not-held" when it changed meanwhile
 */
export async function moveCase(deps: Deps, move: CaseMove): Promise<CaseDoc> {
  const reason = move.reason.trim();
  const from = move.to === "waiting" ? (move.from ?? deps.clock.now()) : null;
  if (!reason) throw problem("note-required");
  const found = await findCase(deps, move.caseId);
  if (!found) throw problem("not-found");
  if (move.planRevision !== undefined && move.planRevision !== found.planRevision)
    throw problem("case-changed", { reference: found.reference });
  if (found.lease && found.state !== "leased") throw problem("attempt-open");
  const item = await settleOpenAttempt(deps, found);
  const outcome = move.to === "final" ? await blocked(deps, item, move) : undefined;
  const numbers = item.numbers.map((number) =>
    outcome?.number === "blocked" && number.state === "callable"
      ? { ...number, state: "blocked" as const }
      : number,
  );
  const next = item.numbers.find((number) => number.state === "callable");
  const language = move.language ?? item.language;
  const nextNumberId = item.nextNumberId ?? next?.id ?? null;
  const moved = await updateCase(
    deps,
    item._id,
    { planRevision: item.planRevision, fence: item.fence },
    {
      state: move.to,
      band: bands.callBack,
      windowFrom: from,
      windowTo: null,
      lease: null,
      blocked: null,
      current: null,
      fence: item.fence + 1,
      disposition: move.to === "final" ? (move.disposition ?? "3.91") : null,
      finalOutcome: move.to === "final" ? (outcome?.code ?? null) : null,
      numbers,
      nextNumberId,
      language,
      pool: poolOfCase({ ...item, language, nextNumberId }),
      why: from
        ? {
            code: "supervisor-wait",
            params: { reason, from: from.toISOString(), zone: move.zone ?? "UTC" },
          }
        : { code: "supervisor-move", params: { reason } },
    },
  );
  if (!moved) throw problem("case-not-held");
  await writeAudit(deps, {
    by: move.by.id,
    act: "case.move",
    on: item._id,
    studyId: item.studyId,
    reason,
    what: {
      ...{ reference: item.reference, from: found.state, to: move.to },
      ...(from ? { until: from.toISOString() } : {}),
      ...(outcome ? { outcome: outcome.code } : {}),
      ...(language === item.language ? {} : { language }),
    },
  });
  return moved;
}

/** Blocks what the outcome of an end blocks. @returns the outcome, when the move names one that the study has */
async function blocked(deps: Deps, item: CaseDoc, move: CaseMove): Promise<Outcome | undefined> {
  const study = await fieldStudy(deps, item.studyId);
  if (!study) return undefined;
  const outcome = findOutcome(outcomeCatalogue(study.outcomes), move.outcome ?? "");
  if (!outcome?.blocklist) return outcome;
  const contact = await loadContact(deps, item._id);
  const hashes = (contact?.numbers ?? []).map(({ e164 }) => deps.vault.blocklistHash(e164));
  await blockByOutcome(deps, { outcome, study, hashes, by: move.by.id });
  return outcome;
}
