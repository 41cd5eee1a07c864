import type { Mask, Node } from "../engine/compiled.ts";
import { randomBlockAround } from "../engine/reference-problem.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

interface MaskPlace {
  node: Node;
  mask: Mask;
  /** Member that names the source. */
  member: "optionsFrom" | "rowsFrom";
}

function masksOf(subject: LintSubject): MaskPlace[] {
  return [...subject.compiled.nodes.values()].flatMap((node) => [
    ...(node.mask ? [{ node, mask: node.mask, member: "optionsFrom" as const }] : []),
    ...(node.rowMask ? [{ node, mask: node.rowMask, member: "rowsFrom" as const }] : []),
  ]);
}

/** A mask looks at one answer that is there by then: not at a shuffled sibling's, not at a roster item's from outside. */
function unknownSources(subject: LintSubject): Finding[] {
  return masksOf(subject).flatMap(({ node, mask, member }): Finding[] => {
    const pointer = `${node.pointer}/${member}`;
    const { node: source } = mask;
    if (source.item.type === "roster") {
      const twice = node.options.find((option) => source.optionByCode.has(option.code));
      if (twice && member === "optionsFrom")
        return [
          {
            code: "options-from",
            pointer,
            message: `the option '${twice.code}' would stand there twice, because the roster ${source.id} has an item with this code; give the option another code`,
          },
        ];
    }
    const outside = source.rosters.find((roster) => !node.rosters.includes(roster));
    if (outside) {
      return [
        {
          code: "options-from",
          pointer,
          message: `${source.id} is asked for each ${outside.id}, so it has no single answer here; name a question outside the roster or move this one into it`,
        },
      ];
    }
    const block = randomBlockAround(node, source);
    return block
      ? [
          {
            code: "reference-random-sibling",
            pointer,
            message: `${source.id} may be asked later because the block ${block.id} is shuffled; give the block a fixed order or put both into one block inside it`,
          },
        ]
      : [];
  });
}

/** A code that the source does not have is never filtered; meant for "other", a slip for anything else. */
function codesWithoutSource(subject: LintSubject): Finding[] {
  return masksOf(subject).flatMap(({ node, mask, member }): Finding[] => {
    if (mask.node.item.type === "roster" || mask.node.options.length === 0) return [];
    const [list, name] = member === "rowsFrom" ? [node.rows, "rows"] : [node.options, "options"];
    return list.flatMap((option, at): Finding[] =>
      mask.node.optionByCode.has(option.code) || option.anchor || option.exclusive || option.other
        ? []
        : [
            {
              code: "options-from-code",
              pointer: `${node.pointer}/${name}/${at}/code`,
              message: `${mask.node.id} has no '${option.code}', so this is always shown; correct the code, or add "anchor": true if that is meant`,
            },
          ],
    );
  });
}

export const maskRules: Rules = { errors: unknownSources, warnings: codesWithoutSource };
