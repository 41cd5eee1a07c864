import { isOpen, nextOpening } from "../calling/calling-hours.ts";
import type { Basis } from "../calling/policy.ts";
import { placeOf } from "../calling/pool.ts";
import type { DialDecision } from "../compliance/dial-decision.ts";
import { askGateway } from "../compliance/dial-gateway.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { DialMode } from "../telephony/telephony.ts";
import { basisIn, sourceIn } from "../views/source-words.ts";
import { translator } from "../views/translate.ts";
import { attemptId } from "./attempt.ts";
import { findAttempt } from "./attempt-store.ts";
import { type CaseDoc, type CaseNumber, type CaseState, isWorkState } from "./case.ts";
import { findCase, findCaseByReference } from "./case-store.ts";
import { loadContact } from "./contact-store.ts";
import { type FieldStudy, fieldStudy } from "./field-study.ts";
import { refusalSentence } from "./refusal-sentence.ts";
import { caseSentence } from "./why-sentence.ts";

/** One rule that was asked. */
export interface ExplainStep {
  rule: string;
  ok: boolean;
  /** One sentence. */
  detail: string;
  basis: Basis["basis"];
  source: string;
  /** Basis and source in one phrase; "" for the plan of the case, which rests on no rule. */
  rests: string;
  nextAllowedAt: Date | null;
}

export interface CaseExplanation {
  caseId: string;
  reference: string;
  state: CaseState;
  at: Date;
  /** Could an interviewer get and dial it at this time? */
  callable: boolean;
  callableAt: Date | null;
  why: string;
  /** One sentence when that time is outside the hours, at the respondent's own request. */
  wish: string | null;
  steps: ExplainStep[];
  /** IANA zone of the number that comes next: times of the plan are said in it. */
  zone: string;
  /** Who works it now; then no rule and no time is asked for: what comes next is what this call comes to. */
  work: { name: string; since: Date; callSince: Date | null } | null;
}

/** States that time alone does not end. */
const stuck: CaseState[] = ["held", "hold-language", "hold-supervisor", "blocked", "final"];

/**
 * Why a case is where it is: who works it now, or its plan in one sentence, then every rule that holds it back at `at`, and when it
 * becomes callable. Changes and logs nothing. `mode` asks as if somebody or something else dialed.
 * @param caseRef id or reference
 */
export async function explainCase(
  deps: Deps,
  request: { studyId: string; caseRef: string; at?: Date; locale?: string; mode?: DialMode },
): Promise<CaseExplanation> {
  const item =
    (await findCase(deps, request.caseRef)) ??
    (await findCaseByReference(deps, request.studyId, request.caseRef));
  const study = await fieldStudy(deps, request.studyId);
  if (!item || !study || item.studyId !== study._id) throw problem("not-found");
  const at = request.at ?? deps.clock.now();
  const locale = request.locale ?? "en";
  const work = await workOn(deps, item);
  const plan = stateStep(item, study, at, locale);
  // A wish holds around its own time alone, so the rules are asked then.
  const from = (item.appointment?.atOwnRequest && plan.nextAllowedAt) || at;
  const rules = work
    ? { steps: [], wishedAt: null }
    : await askRules(deps, { item, study, from, locale, mode: request.mode });
  const steps = [plan, ...rules.steps];
  const callable = steps.every((step) => step.ok);
  const when = callable ? at : callableAt(item, study, { steps, wishedAt: rules.wishedAt });
  return {
    caseId: item._id,
    reference: item.reference,
    state: item.state,
    at,
    callable,
    callableAt: when,
    why: caseSentence(item, locale, study.outcomes),
    wish: when && rules.wishedAt ? translator(locale)("explain.wish") : null,
    steps,
    zone: nextNumberOf(item)?.zones[0] ?? "UTC",
    work,
  };
}

function nextNumberOf(item: CaseDoc): CaseNumber | undefined {
  return item.numbers.find(({ id }) => id === item.nextNumberId) ?? item.numbers[0];
}

async function workOn(deps: Deps, item: CaseDoc): Promise<CaseExplanation["work"]> {
  if (!item.lease || !isWorkState(item.state)) return null;
  const { name, since } = item.lease;
  const attempt = item.current && (await findAttempt(deps, attemptId(item._id, item.current.no)));
  return { name, since, callSince: attempt?.startedAt ?? null };
}

function stateStep(item: CaseDoc, study: FieldStudy, at: Date, locale: string): ExplainStep {
  const windowOpen = item.windowFrom !== null && item.windowFrom <= at && !stuck.includes(item.state);
  const ok = item.lease === null && (item.state === "ready" || windowOpen);
  return {
    rule: "state",
    ok,
    detail: caseSentence(item, locale, study.outcomes),
    ...{ basis: "house", source: "", rests: "" },
    nextAllowedAt: ok || item.lease || stuck.includes(item.state) ? null : item.windowFrom,
  };
}

/** What the rules say: those in the way, and the time that they allow outside the hours because the respondent wished it. */
interface RuleAnswer {
  steps: ExplainStep[];
  wishedAt: Date | null;
}

/** Asks the gateway, and again at each next allowed time, so that every rule in the way is named once. */
async function askRules(
  deps: Deps,
  asked: { item: CaseDoc; study: FieldStudy; from: Date; locale: string; mode: DialMode | undefined },
): Promise<RuleAnswer> {
  const { item, study, from, locale, mode } = asked;
  const contact = await loadContact(deps, item._id);
  const steps: ExplainStep[] = [];
  // Only the number that comes next: one that is dead holds nothing back while another one is left.
  const numberId = item.nextNumberId ?? item.numbers[0]?.id ?? "";
  let now = from;
  for (let asked = 0; asked < 6; asked++) {
    const { decision } = await askGateway(
      { ...deps, clock: { now: () => now } },
      { item, study, contact, numberId, by: "", stage: "explain", ...(mode ? { mode } : {}) },
    );
    if (decision.allowed) return { steps, wishedAt: decision.outsideHours ? now : null };
    if (!steps.some((step) => step.rule === decision.rule)) steps.push(toStep(decision, locale));
    if (!decision.nextAllowedAt || decision.nextAllowedAt <= now) break;
    now = decision.nextAllowedAt;
  }
  return { steps, wishedAt: null };
}

function toStep(refusal: Exclude<DialDecision, { allowed: true }>, locale: string): ExplainStep {
  return {
    rule: refusal.rule,
    ok: false,
    detail: refusalSentence(refusal, locale),
    basis: refusal.basis,
    source: sourceIn(locale)(refusal.source),
    rests: basisIn(locale)(refusal.basis, refusal.source),
    nextAllowedAt: refusal.nextAllowedAt,
  };
}

function callableAt(item: CaseDoc, study: FieldStudy, { steps, wishedAt }: RuleAnswer): Date | null {
  const failing = steps.filter((step) => !step.ok);
  if (failing.some((step) => !step.nextAllowedAt)) return null;
  if (wishedAt) return wishedAt;
  const latest = new Date(Math.max(...failing.map((step) => step.nextAllowedAt?.getTime() ?? 0)));
  const number = nextNumberOf(item);
  if (!study.policy || !number) return null;
  const place = placeOf(number, item.region);
  if (isOpen(study.policy.hours, place, latest)) return latest;
  return nextOpening(study.policy.hours, place, latest)?.from ?? null;
}
