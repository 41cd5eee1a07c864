import type { Filter } from "mongodb";
import type { Deps } from "../deps.ts";
import type { CaseDoc, CaseState } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { addStep } from "./case-step.ts";

/** States in which a case waits for its next call; an interview begun, or a call, goes on to its end. */
export const callable: readonly CaseState[] = [
  "ready",
  "waiting",
  "rest",
  "appointment",
  "hold-language",
  "hold-information",
];

const cases = (deps: Deps) => caseModel(deps.db).collection;

/** Cases with these sample variables; the values are texts here, and what the sample has in its file. */
function withSample(sample: Readonly<Record<string, string>>): Filter<CaseDoc> {
  return Object.fromEntries(
    Object.entries(sample).map(([name, value]) => {
      const forms: unknown[] = [value];
      if (value.trim() !== "" && Number.isFinite(Number(value))) forms.push(Number(value));
      if (value === "true" || value === "false") forms.push(value === "true");
      return [`sample.${name}`, { $in: forms }];
    }),
  ) as Filter<CaseDoc>;
}

/** How many cases have these values of the sample: callable, and blocked by a full quota. */
export interface QuotaCaseCount {
  sample: Record<string, string>;
  callable: number;
  blocked: number;
}

/** Counts the cases of a study by sample variables, in one pass over those that are callable or blocked. */
export async function countQuotaCases(
  deps: Deps,
  studyId: string,
  names: readonly string[],
): Promise<QuotaCaseCount[]> {
  const counts = await cases(deps)
    .aggregate<{ _id: Record<string, string | null>; callable: number; blocked: number }>([
      {
        $match: {
          studyId,
          $or: [{ state: { $in: callable } }, { state: "blocked", "why.code": "quota-full" }],
        },
      },
      {
        $group: {
          _id: Object.fromEntries(names.map((name) => [name, { $toString: `$sample.${name}` }])),
          callable: { $sum: { $cond: [{ $eq: ["$state", "blocked"] }, 0, 1] } },
          blocked: { $sum: { $cond: [{ $eq: ["$state", "blocked"] }, 1, 0] } },
        },
      },
    ])
    .toArray();
  return counts.map(({ _id, ...rest }) => ({
    sample: Object.fromEntries(Object.entries(_id).map(([name, value]) => [name, value ?? ""])),
    ...rest,
  }));
}

/** Takes the cases of a full cell out of the field, in one bulk write that can be repeated. @returns how many */
export async function blockCases(deps: Deps, studyId: string, cell: SampleCell): Promise<number> {
  const done = await cases(deps).updateMany(
    { studyId, state: { $in: callable }, ...withSample(cell.sample) } as Filter<object>,
    [
      {
        $set: {
          state: "blocked",
          steps: addStep({ at: deps.clock.now(), state: "blocked", why: quotaFull(cell) }),
          blocked: { from: "$state", why: "$why", at: deps.clock.now() },
          why: quotaFull(cell),
          planRevision: { $add: ["$planRevision", 1] },
        },
      },
    ],
  );
  return done.modifiedCount;
}

const quotaFull = (cell: SampleCell) => ({
  code: "quota-full",
  params: { cell: { $literal: cell.name } },
});

/** A cell as cases know it: values of the sample, and its name. */
export interface SampleCell {
  sample: Readonly<Record<string, string>>;
  name: string;
}

/** An appointment that is called so much later is punctual still (`../monitoring/punctuality.ts`). */
const onTimeMs = 5 * 60_000;

/** The lapsed appointments of a case that comes back now; a case that had none gets no list. */
function lapsedBy(now: Date) {
  const time = "$appointment.for";
  const blockedInTime = {
    $lte: [{ $ifNull: ["$blocked.at", new Date(0)] }, { $add: [time, onTimeMs] }],
  };
  const passed = { $and: [{ $gt: [time, null] }, { $lt: [time, now] }, blockedInTime] };
  return { $cond: [passed, { $concatArrays: [{ $ifNull: ["$lapsed", []] }, [time]] }, "$lapsed"] };
}

/**
 * Puts the cases of a cell back where they were; the planner opens windows that came meanwhile. Those that fall into
 * one of the cells that are `stillFull` stay blocked, without a moment in between, for that one. @returns how many
 */
export async function unblockCases(
  deps: Deps,
  studyId: string,
  sample: Readonly<Record<string, string>>,
  stillFull: readonly SampleCell[] = [],
): Promise<number> {
  const blocked = { studyId, state: "blocked", "why.code": "quota-full" };
  for (const other of stillFull)
    await cases(deps).updateMany(
      { ...blocked, $and: [withSample(sample), withSample(other.sample)] } as Filter<object>,
      { $set: { "why.params.cell": other.name } },
    );
  const others = stillFull.map((other) => withSample(other.sample));
  const done = await cases(deps).updateMany(
    { ...blocked, ...withSample(sample), ...(others.length > 0 ? { $nor: others } : {}) } as Filter<object>,
    [
      {
        $set: {
          state: "$blocked.from",
          why: "$blocked.why",
          steps: addStep({
            ...{ at: deps.clock.now(), state: "$blocked.from" },
            why: { code: "quota-freed", params: { $literal: {} } },
          }),
          blocked: null,
          lapsed: lapsedBy(deps.clock.now()),
          planRevision: { $add: ["$planRevision", 1] },
        },
      },
    ],
  );
  return done.modifiedCount;
}

/** Gives the cases of a cell another place within their band. @returns how many */
export async function boostCases(
  deps: Deps,
  studyId: string,
  sample: Readonly<Record<string, string>>,
  boost: number,
): Promise<number> {
  const done = await cases(deps).updateMany(
    { studyId, state: { $in: callable }, boost: { $ne: boost }, ...withSample(sample) } as Filter<object>,
    [
      {
        $set: {
          score: { $round: [{ $add: [{ $subtract: ["$score", { $ifNull: ["$boost", 0] }] }, boost] }, 3] },
          boost,
        },
      },
    ],
  );
  return done.modifiedCount;
}
