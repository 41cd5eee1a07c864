import { poolOfCase } from "../calling/pool.ts";
import { scoreOf } from "../calling/score-of.ts";
import { findBlocked } from "../compliance/blocklist.ts";
import { type ConsentDoc, consentModel } from "../compliance/consent-model.ts";
import type { Deps } from "../deps.ts";
import { bands, type CaseDoc } from "./case.ts";
import { caseModel } from "./case-model.ts";
import type { ContactDoc } from "./contact.ts";
import { contactModel } from "./contact-model.ts";
import { sealContact } from "./contact-store.ts";
import type { FieldStudy } from "./field-study.ts";
import type { ImportDoc } from "./import-model.ts";
import type { SampleRow } from "./read-sample-row.ts";
import { unworkedCase } from "./unworked-case.ts";

/** Hashes of numbers among these that are blocked for the study, and tags of those that it has already. */
export async function findKnownNumbers(
  deps: Deps,
  study: FieldStudy,
  e164s: string[],
): Promise<{ blocked: Set<string>; inStudy: Set<string> }> {
  const hashes = new Map(e164s.map((e164) => [deps.vault.blocklistHash(e164), e164]));
  const tags = new Map(e164s.map((e164) => [deps.vault.numberTag(e164), e164]));
  const [blocks, present] = await Promise.all([
    findBlocked(deps, [...hashes.keys()], { studyId: study._id, client: study.client }),
    contactModel(deps.db)
      .collection.find({ numberTags: { $in: [...tags.keys()] }, studyId: study._id })
      .project({ numberTags: 1 })
      .toArray(),
  ]);
  const known = (map: Map<string, string>, keys: string[]) =>
    new Set(keys.flatMap((key) => map.get(key) ?? []));
  return {
    blocked: known(hashes, [...blocks.keys()]),
    inStudy: known(
      tags,
      present.flatMap((doc) => doc.numberTags as string[]),
    ),
  };
}

/** "opinion-poll" -> "OP". */
export function referencePrefix(key: string): string {
  const initials = key
    .split("-")
    .filter((word) => /^[a-z]/.test(word))
    .map((word) => word[0]?.toUpperCase())
    .join("");
  return initials.length > 1 ? initials.slice(0, 4) : key.slice(0, 2).toUpperCase();
}

interface BatchParts {
  study: FieldStudy;
  batch: ImportDoc;
  /** Cases of the batch before these. */
  index: number;
  /** Draws the replicate of the next case. */
  replicate: () => number;
}

function toCase(deps: Deps, row: SampleRow, parts: BatchParts): CaseDoc {
  const { study, batch, index } = parts;
  const random = Math.round(deps.random() * 1e9) / 1e9;
  const numbers = row.numbers.map(({ e164: _digits, ...number }) => number);
  const item = {
    language: row.language,
    region: row.region,
    skill: "",
    numbers,
    nextNumberId: numbers[0]?.id ?? null,
  };
  return {
    ...item,
    ...unworkedCase(),
    source: batch.source,
    _id: deps.newId(),
    studyId: study._id,
    reference: `${referencePrefix(study.key)}-${batch.firstNumber + index}`,
    batch: batch._id,
    state: "held",
    band: bands.usual,
    score: scoreOf({ random }, 0),
    pool: poolOfCase(item),
    why: { code: "held", params: {} },
    replicate: parts.replicate(),
    random,
    sample: row.sample,
  };
}

/** Writes rows as held cases with their contacts and consents; nobody sees them before the import is complete. */
export async function insertRows(deps: Deps, rows: SampleRow[], parts: BatchParts): Promise<void> {
  if (rows.length === 0) return;
  const cases: CaseDoc[] = [];
  const contacts: ContactDoc[] = [];
  const consents: ConsentDoc[] = [];
  for (const [offset, row] of rows.entries()) {
    const item = toCase(deps, row, { ...parts, index: parts.index + offset });
    const ids = { _id: item._id, studyId: item.studyId, batch: item.batch };
    cases.push(item);
    contacts.push(
      sealContact(deps.vault, ids, {
        reference: row.reference,
        persons: row.name === null ? [] : [{ id: "p1", role: "target", name: row.name }],
        numbers: row.numbers.map(({ id, e164 }) => ({ id, e164 })),
        notes: [],
      }),
    );
    if (row.consentOn) consents.push(...toConsents(deps, row, item));
  }
  await Promise.all([
    caseModel(deps.db).collection.insertMany(cases as never[], { ordered: false }),
    contactModel(deps.db).collection.insertMany(contacts as never[], { ordered: false }),
    consents.length > 0
      ? consentModel(deps.db).collection.insertMany(consents as never[], { ordered: false })
      : null,
  ]);
}

function toConsents(deps: Deps, row: SampleRow, item: CaseDoc): ConsentDoc[] {
  return row.numbers.map((number) => ({
    _id: `${item._id}:call:${number.id}`,
    studyId: item.studyId,
    caseId: item._id,
    batch: item.batch,
    numberHash: deps.vault.blocklistHash(number.e164),
    purpose: "call",
    given: true,
    at: row.consentOn ?? deps.clock.now(),
    source: "sample file",
    textVersion: null,
    proof: row.consentProof,
  }));
}
