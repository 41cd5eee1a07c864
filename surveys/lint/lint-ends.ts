import type { Node } from "../engine/compiled.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

/** Everything that the item's place on the route or its value can depend on, itself included. */
function influencesOf(subject: LintSubject, start: Node): Set<Node> {
  const { nodes, others } = subject.compiled;
  const found = new Set<Node>();
  const open = [start];
  for (let node = open.pop(); node; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    const rows = [...node.options, ...node.rows].map((option) => option.when);
    const names = [node.when, node.value, ...rows].flatMap((condition) =>
      (condition?.references ?? []).map((reference) => reference.name),
    );
    open.push(...names.flatMap((name) => nodes.get(name) ?? others.get(name)?.node ?? []));
    for (const near of [node.parent, node.target, node.mask?.node, node.rowMask?.node])
      if (near) open.push(near);
    if (node !== start && node.item.type === "roster") open.push(...node.children);
  }
  return found;
}

/** A hard check that no named question can settle keeps the interview for ever. */
function endlessChecks(subject: LintSubject): Finding[] {
  const { nodes, others } = subject.compiled;
  return [...nodes.values()].flatMap((node): Finding[] => {
    const { item, pointer } = node;
    if (item.type !== "check" || item.level !== "hard" || !node.when) return [];
    const influences = influencesOf(subject, node);
    const settles = item.questions.some((id) => {
      const question = nodes.get(id) ?? others.get(id)?.node;
      return question !== undefined && influences.has(question);
    });
    return settles
      ? []
      : [
          {
            code: "check-endless",
            pointer: `${pointer}/questions`,
            message: `${item.id} stops the interview, but changing ${item.questions.join(", ")} cannot settle it; name a question that its condition depends on`,
          },
        ];
  });
}

function unknownOutcomes(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }): Finding[] =>
    item.type !== "end" || subject.knowsOutcome(item.outcome)
      ? []
      : [
          {
            code: "end-outcome",
            pointer: `${pointer}/outcome`,
            message: `no outcome is called "${item.outcome}", so the call will count as ineligible; use one of the catalogue, or add it to the outcomes of the study`,
          },
        ],
  );
}

export const endRules: Rules = { errors: endlessChecks, warnings: unknownOutcomes };
