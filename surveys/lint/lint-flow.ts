import { conditionTypeOf } from "../engine/symbols.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";
import type { Visit } from "./walk-items.ts";

const isConditional = ({ item, parents }: Visit) =>
  item.when !== undefined || parents.some((parent) => parent.when !== undefined || parent.type === "roster");

const isShuffled = ({ parents }: Visit) =>
  parents.some((parent) => parent.type === "block" && parent.order !== undefined && parent.order !== "given");

/** Behind an end without a condition nothing is ever asked. */
function unreachable(subject: LintSubject): Finding[] {
  const stop = subject.visits.find((visit) => visit.item.type === "end" && !isConditional(visit));
  if (!stop) return [];
  return subject.visits
    .filter((visit) => visit.index > stop.index)
    .map(({ item, pointer }) => ({
      code: "unreachable",
      pointer,
      message: `${item.id} comes after ${stop.item.id}, which always ends the interview; move it forward or give the end a condition`,
    }));
}

function endsInShuffledBlocks(subject: LintSubject): Finding[] {
  return subject.visits
    .filter((visit) => (visit.item.type === "end" || visit.item.type === "quota") && isShuffled(visit))
    .map(({ item, pointer }) => ({
      code: "shuffled-end",
      pointer,
      message: `${item.id} stands in a block without a fixed order, so it would cut off different questions each time; move it behind the block`,
    }));
}

function quotas(subject: LintSubject): Finding[] {
  return subject.visits.flatMap((visit): Finding[] => {
    const { item, pointer, index, parents } = visit;
    if (item.type !== "quota") return [];
    if (parents.some((parent) => parent.type === "roster")) {
      return [
        {
          code: "quota-roster",
          pointer,
          message: "a quota cannot stand inside a roster; move it behind the roster",
        },
      ];
    }
    return (item.by ?? []).flatMap((name, at): Finding[] => {
      const place = `${pointer}/by/${at}`;
      if (name.startsWith("sample.")) {
        const known = Object.hasOwn(subject.definition.sample ?? {}, name.slice(7));
        return known
          ? []
          : [
              {
                code: "quota-by",
                pointer: place,
                message: `there is no sample variable "${name.slice(7)}"; declare it under sample`,
              },
            ];
      }
      const target = subject.byId.get(name);
      if (!target || target.index > index) {
        return [
          {
            code: "quota-by",
            pointer: place,
            message: `${name} is not asked before this quota; name questions that come earlier`,
          },
        ];
      }
      if (conditionTypeOf(target.item) === null || target.item.type === "info") {
        return [
          {
            code: "quota-by",
            pointer: place,
            message: `${name} is a ${target.item.type} and has no answer to count; name a question, a compute or a sample variable`,
          },
        ];
      }
      if (["multiple", "ranking", "grid"].includes(target.item.type)) {
        return [
          {
            code: "quota-by",
            pointer: place,
            message: `${name} is a ${target.item.type} and can have several answers, so the interview has no single cell; name a compute that tells one`,
          },
        ];
      }
      if (["text", "phone"].includes(target.item.type)) {
        return [
          {
            code: "quota-by",
            pointer: place,
            message: `${name} is typed freely, so there are as many cells as answers; name a question with options or a compute that sorts them`,
          },
        ];
      }
      const roster = target.parents.find((parent) => parent.type === "roster");
      if (roster) {
        return [
          {
            code: "quota-by",
            pointer: place,
            message: `${name} is asked for each ${roster.id}, so the interview has no single cell; name a compute that sums up the roster`,
          },
        ];
      }
      return [];
    });
  });
}

function quotasOnSomeRoutes(subject: LintSubject): Finding[] {
  return subject.visits.flatMap((visit): Finding[] => {
    const { item, pointer } = visit;
    if (item.type !== "quota") return [];
    return (item.by ?? []).flatMap((name, at): Finding[] => {
      const target = subject.byId.get(name);
      if (!target || target.item.type === "compute" || !isConditional(target) || sameBranch(target, visit))
        return [];
      return [
        {
          code: "quota-unasked",
          pointer: `${pointer}/by/${at}`,
          message: `${name} is not asked on every route to this quota, so some interviews have no cell; ask it always or give the quota the same condition`,
        },
      ];
    });
  });
}

function sameBranch(target: Visit, quota: Visit): boolean {
  return (
    target.item.when === quota.item.when && target.parents.every((parent) => quota.parents.includes(parent))
  );
}

/** Weights need the same facts from those who were screened out. */
function lateWeighting(subject: LintSubject): Finding[] {
  const screen = subject.visits.find(({ item }) => item.type === "end" && item.outcome !== "complete");
  const quota = subject.visits.find(({ item }) => item.type === "quota");
  const first = [screen, quota].filter((visit) => visit !== undefined).sort((a, b) => a.index - b.index)[0];
  if (!first) return [];
  return subject.visits
    .filter(({ item, index }) => "weighting" in item && item.weighting && index > first.index)
    .map(({ item, pointer }) => ({
      code: "weighting-late",
      pointer,
      message: `${item.id} is needed for weighting but asked after ${first.item.id}, so people who end there lack it; move it forward`,
    }));
}

function emptyBlocks(subject: LintSubject): Finding[] {
  return subject.visits
    .filter(
      ({ item }) =>
        item.type === "block" &&
        item.items.length === 1 &&
        item.order !== undefined &&
        item.order !== "given",
    )
    .map(({ item, pointer }) => ({
      code: "block-order",
      pointer: `${pointer}/order`,
      message: `${item.id} holds one item, so its order changes nothing; remove it`,
    }));
}

export const flowRules: Rules = {
  errors: (subject) => [...unreachable(subject), ...endsInShuffledBlocks(subject), ...quotas(subject)],
  warnings: (subject) => [...quotasOnSomeRoutes(subject), ...lateWeighting(subject), ...emptyBlocks(subject)],
};
