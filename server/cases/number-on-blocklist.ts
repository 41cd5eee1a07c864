import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import {
  type BlockDoc,
  type BlockScope,
  blockNumber,
  findBlocks,
  holdsFor,
  unblockNumber,
} from "../compliance/blocklist.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { pastAttempts } from "./attempt.ts";
import { attemptsOfCases } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { loadContacts } from "./contact-store.ts";
import { type FieldStudy, fieldStudies } from "./field-study.ts";
import { findCasesBy, findContacts } from "./find-cases-store.ts";
import { readNumber } from "./read-number.ts";
import { writeMembers } from "./replan-store.ts";
import { unblockedPlan } from "./unblocked-plan.ts";

/** A number as somebody wrote it, and where a block of it holds. */
export interface NumberAsked {
  number: string;
  /** Country of a number without a country code, ISO 3166 alpha-2. */
  country: string;
  scope: BlockScope;
  /** Study id, client name, or "" for the institute. */
  scopeId: string;
}

export interface BlockChange extends NumberAsked {
  /** Why, in the person's own words; without names, for it stands beside the number's hash for ever. */
  reason: string;
  by: string;
}

interface CaseOfNumber {
  item: CaseDoc;
  study: FieldStudy;
  /** Which of the case's numbers it is. */
  numberIds: string[];
}

/**
 * Blocks one number, however the wish came: by letter, by the voicebox. It holds for the next dial, in every study of
 * the scope. Stored are its keyed hash, the reason and the author. Repeating changes nothing and is noted once.
 * @returns whether it is new, and in how many cases of the scope the number is
 * @throws Problem "invalid-input" at "number" or "reason"
 */
export async function addToBlocklist(
  deps: Deps,
  change: BlockChange,
): Promise<{ added: boolean; cases: number }> {
  const { hash, e164 } = hashOf(deps, change);
  const { scope, scopeId, by } = change;
  const reason = reasonOf(change);
  const added = await blockNumber(deps, { hash, scope, scopeId, reason, by });
  const block = await findBlock(deps, hash, change);
  if (block)
    await writeAudit(deps, {
      id: `blocklist.add:${block._id}:${block.at.getTime()}`,
      ...{ by: block.by, at: block.at, act: "blocklist.add", on: hash, reason: block.reason },
      what: { scope, ...(scopeId ? { of: scopeId } : {}) },
    });
  const cases = await casesOf(deps, e164);
  return { added, cases: cases.filter(({ study }) => holdsFor(change, whomOf(study))).length };
}

/**
 * Takes one number off the list again. Cases that the list had taken out of the field come back with the plan that
 * their history asks for, unless another block holds; what ended as "never call again" stays closed, for a supervisor
 * to decide. Noted before the block goes, so that a crash leaves it blocked or noted; repeating finishes the rest.
 * @returns whether it was on the list, whether another block still holds for some, and how many cases came back
 * @throws Problem "invalid-input" at "number" or "reason"
 */
export async function takeOffBlocklist(
  deps: Deps,
  change: BlockChange,
): Promise<{ removed: boolean; back: number; closed: number; stillBlocked: number }> {
  const { hash, e164 } = hashOf(deps, change);
  const { scope, scopeId, by } = change;
  const reason = reasonOf(change);
  const block = await findBlock(deps, hash, change);
  if (block) {
    await writeAudit(deps, {
      id: `blocklist.remove:${block._id}:${block.at.getTime()}`,
      ...{ by, act: "blocklist.remove", on: hash, reason },
      what: { scope, ...(scopeId ? { of: scopeId } : {}), was: block.reason },
    });
    await unblockNumber(deps, block._id);
  }
  return { removed: block !== null, ...(await bringBack(deps, e164, hash)) };
}

/** The blocks of a number, and how many cases of the house have it. Changes nothing. */
export async function checkBlocklist(
  deps: Deps,
  asked: Pick<NumberAsked, "number" | "country">,
): Promise<{ blocks: BlockDoc[]; cases: number }> {
  const { hash, e164 } = hashOf(deps, asked);
  const [blocks, cases] = await Promise.all([findBlocks(deps, [hash]), casesOf(deps, e164)]);
  return { blocks, cases: cases.length };
}

function hashOf(deps: Deps, { number, country }: Pick<NumberAsked, "number" | "country">) {
  // The reader takes letters for an extension or skips them; here a slip would block somebody else for ever.
  const read = /\p{L}/u.test(number) ? { code: "number-invalid" } : readNumber(number.trim(), country, "");
  if ("code" in read) throw problem("invalid-input", {}, [{ pointer: "number", detail: read.code }]);
  return { e164: read.e164, hash: deps.vault.blocklistHash(read.e164) };
}

function reasonOf({ reason }: BlockChange): string {
  const text = reason.trim();
  if (!text) throw problem("invalid-input", {}, [{ pointer: "reason", detail: "needed" }]);
  return text;
}

async function findBlock(
  deps: Deps,
  hash: string,
  { scope, scopeId }: NumberAsked,
): Promise<BlockDoc | null> {
  const blocks = await findBlocks(deps, [hash]);
  return blocks.find((block) => block.scope === scope && block.scopeId === scopeId) ?? null;
}

const whomOf = ({ _id, client }: FieldStudy) => ({ studyId: _id, client });

async function casesOf(deps: Deps, e164: string): Promise<CaseOfNumber[]> {
  const studies = await fieldStudies(deps);
  const studyIds = [...studies.keys()];
  const numberTags = [deps.vault.numberTag(e164)];
  const ids = await findContacts(deps, { studyIds, numberTags, wordTags: [], referenceTag: null });
  if (ids.length === 0) return [];
  const [cases, contacts] = await Promise.all([
    findCasesBy(deps, { studyIds, references: [], ids }),
    loadContacts(deps, ids),
  ]);
  return cases.flatMap((item) => {
    const study = studies.get(item.studyId);
    const own = contacts.get(item._id)?.numbers.filter((number) => number.e164 === e164) ?? [];
    return study ? [{ item, study, numberIds: own.map(({ id }) => id) }] : [];
  });
}

async function bringBack(deps: Deps, e164: string, hash: string) {
  const [cases, blocks] = await Promise.all([casesOf(deps, e164), findBlocks(deps, [hash])]);
  const holds = ({ study }: CaseOfNumber) => blocks.some((block) => holdsFor(block, whomOf(study)));
  const free = cases.filter((one) => !holds(one));
  const histories = await attemptsOfCases(
    deps,
    free.map(({ item }) => item._id),
  );
  const changes = free.flatMap(({ item, study, numberIds }) => {
    const history = pastAttempts(histories.get(item._id) ?? []);
    const members = unblockedPlan(item, history, {
      ...{
        numberIds,
        policy: study.policy,
        catalogue: outcomeCatalogue(study.outcomes),
        now: deps.clock.now(),
      },
    });
    return members ? [{ item, members }] : [];
  });
  await writeMembers(deps, changes);
  return {
    back: changes.filter(({ members }) => members.state !== undefined).length,
    closed: free.filter(({ item }) => item.state === "final").length,
    stillBlocked: cases.length - free.length,
  };
}
