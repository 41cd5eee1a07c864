import type { Option } from "../engine/definition.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

type Rule = (options: Option[], pointer: string, item: LintSubject["visits"][number]["item"]) => Finding[];

function eachOptions(subject: LintSubject, rule: Rule): Finding[] {
  return subject.visits.flatMap(({ item, pointer }) =>
    "options" in item && item.options ? rule(item.options as Option[], `${pointer}/options`, item) : [],
  );
}

const sameLabels: Rule = (options, pointer) => {
  const seen = new Map<string, string>();
  return options.flatMap((option, at) => {
    const text = JSON.stringify(option.label);
    const twin = seen.get(text);
    seen.set(text, option.code);
    if (twin === undefined) return [];
    return [
      {
        code: "option-label",
        pointer: `${pointer}/${at}/label`,
        message: `the options ${twin} and ${option.code} read the same; make them differ`,
      },
    ];
  });
};

const uselessFlags: Rule = (options, pointer, item) =>
  options.flatMap((option, at): Finding[] => {
    const here = `${pointer}/${at}`;
    const order = item.type === "grid" ? item.optionsOrder : "order" in item ? item.order : undefined;
    const masked = "optionsFrom" in item && Boolean(item.optionsFrom);
    if (option.anchor && !masked && (order === undefined || order === "given")) {
      return [
        {
          code: "option-anchor",
          pointer: `${here}/anchor`,
          message:
            "the options are not shuffled, so anchor changes nothing; remove it or give the question an order",
        },
      ];
    }
    return [];
  });

/** "None of these" among shuffled options would stand in the middle of them. */
const looseExclusive: Rule = (options, pointer, item) => {
  if (item.type !== "multiple" || item.order === undefined || item.order === "given") return [];
  return options.flatMap((option, at) =>
    (option.exclusive || option.other) && !option.anchor
      ? [
          {
            code: "option-loose",
            pointer: `${pointer}/${at}`,
            message: `option ${option.code} would be shuffled among the others; add "anchor": true`,
          },
        ]
      : [],
  );
};

const otherInGrid: Rule = (options, pointer, item) =>
  item.type === "grid" || item.type === "ranking"
    ? options.flatMap((option, at) =>
        option.other
          ? [
              {
                code: "option-other",
                pointer: `${pointer}/${at}/other`,
                message: `a ${item.type} cannot have an other-specify field; ask it as a question of its own`,
              },
            ]
          : [],
      )
    : [];

const allExclusive: Rule = (options, pointer, item) =>
  item.type === "multiple" && options.length > 1 && options.every((option) => option.exclusive)
    ? [
        {
          code: "option-all-exclusive",
          pointer,
          message: "every option is exclusive, so only one can be chosen; make it a single",
        },
      ]
    : [];

function codesThatLookLikeSpecials(subject: LintSubject): Finding[] {
  return eachOptions(subject, (options, pointer) =>
    options.flatMap((option, at) => {
      const label = JSON.stringify(option.label).toLowerCase();
      const special = /don.t know|weiß nicht|weiss nicht|refused|keine angabe|verweigert/.test(label);
      return special
        ? [
            {
              code: "option-special",
              pointer: `${pointer}/${at}`,
              message: `option ${option.code} looks like a special answer and would count as a value; use specials instead`,
            },
          ]
        : [];
    }),
  );
}

export const optionRules: Rules = {
  errors: (subject) => [...eachOptions(subject, otherInGrid)],
  warnings: (subject) => [
    ...eachOptions(subject, sameLabels),
    ...eachOptions(subject, uselessFlags),
    ...eachOptions(subject, looseExclusive),
    ...eachOptions(subject, allExclusive),
    ...codesThatLookLikeSpecials(subject),
  ],
};
