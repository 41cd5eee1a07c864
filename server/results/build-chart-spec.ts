import { translator } from "../views/translate.ts";
import type { ChartSeries, ChartSpec, Tone } from "./chart-spec.ts";
import type { ChartSubject } from "./chart-subjects.ts";
import { type FieldInfo, fieldLine } from "./field-line.ts";
import { histogramBins } from "./number-summary.ts";
import { baseOf, emptyTally, type Tally } from "./tally.ts";
import { type Category, type Variable, type Words, wordsIn } from "./variable.ts";

export interface ChartContext {
  locale: string;
  field: FieldInfo;
  tallies: ReadonlyMap<string, Tally>;
  /** Results on fewer interviews are left out; 0 shows everything (inside the house). */
  withholdBelow: number;
}

/** Below this many interviews a result carries a warning. */
export const smallBase = 50;
/** Below this many, clients do not get it. */
export const tooSmallBase = 30;

interface Bars {
  categories: string[];
  series: ChartSeries[];
  bases: number[];
}

/** Says in numbers and words what a chart shows, from what was counted. */
export function buildChartSpec(subject: ChartSubject, context: ChartContext): ChartSpec {
  const [first] = subject.variables;
  if (!first) throw new Error(`chart ${subject.name} has no variable`);
  const { locale } = context;
  const t = translator(locale);
  const words = (w: Words) => wordsIn(w, locale);
  const inGrid = first.grid && subject.form === "stacked" ? first.grid : null;
  const bars =
    subject.form === "stacked"
      ? stackedBars(subject.variables, context)
      : subject.form === "histogram"
        ? histogram(first, context)
        : plainBars(first, context);
  const base = Math.max(0, ...bars.bases);
  const lowest = Math.min(...bars.bases, Number.POSITIVE_INFINITY);
  const title = words(inGrid?.label ?? first.label);
  const question = words(inGrid?.read ?? first.read);
  const part = subject.form === "histogram" ? "results.baseGiven" : "results.baseAsked";
  const asked = base === context.field.interviews ? "results.baseAll" : part;
  const notes = [
    [
      t(asked, { n: base, all: context.field.interviews }),
      ...(first.type === "multiple" ? [t("results.severalAnswers")] : []),
      ...(first.type === "ranking" ? [t("results.firstRank")] : []),
    ].join(" "),
    fieldLine(context.field, locale),
  ];
  if (lowest < context.withholdBelow) notes.push(t("results.withheld", { n: context.withholdBelow }));
  else if (lowest < smallBase) notes.push(t("results.smallBase", { n: smallBase }));
  return {
    name: subject.name,
    form: subject.form,
    locale,
    title,
    // A question without a short name is its own title.
    question: question === title ? "" : question,
    notes,
    ...withhold(bars, context.withholdBelow),
    base,
    smallBase: lowest < smallBase,
  };
}

function withhold(bars: Bars, below: number): Bars {
  const hide = <T>(values: (T | null)[]) =>
    values.map((value, index) => ((bars.bases[index] ?? 0) < below ? null : value));
  return {
    ...bars,
    series: bars.series.map((series) => ({
      ...series,
      percents: hide(series.percents),
      counts: hide(series.counts),
    })),
  };
}

const share = (count: number, base: number) => (base === 0 ? null : (100 * count) / base);
const tallyOf = (context: ChartContext, variable: Variable) =>
  context.tallies.get(variable.name) ?? emptyTally();

/** Answers with their counts, in the definition's order: options, then special answers that were given. */
function answers(variable: Variable, tally: Tally, locale: string): { label: string; count: number }[] {
  const t = translator(locale);
  const options: Category[] =
    variable.type === "boolean" && variable.categories.length === 0
      ? [
          { code: "true", label: { "": t("results.yes") } },
          { code: "false", label: { "": t("results.no") } },
        ]
      : variable.categories;
  return options.map(({ code, label }) => ({
    label: wordsIn(label, locale) || t(code === "true" ? "results.yes" : "results.no"),
    count: tally.codes.get(code) ?? 0,
  }));
}

function specialAnswers(variable: Variable, tally: Tally, locale: string) {
  return variable.specials
    .map(({ id, label }) => ({ id, label: wordsIn(label, locale), count: tally.specials.get(id) ?? 0 }))
    .filter(({ count }) => count > 0);
}

function plainBars(variable: Variable, context: ChartContext): Bars {
  const tally = tallyOf(context, variable);
  const base = baseOf(tally);
  const given = answers(variable, tally, context.locale);
  if (variable.type !== "single" && variable.type !== "boolean") given.sort((a, b) => b.count - a.count);
  const all = [...given, ...specialAnswers(variable, tally, context.locale)];
  return {
    categories: all.map(({ label }) => label),
    bases: all.map(() => base),
    series: [
      {
        label: "%",
        tone: "bar",
        percents: all.map(({ count }) => share(count, base)),
        counts: all.map(({ count }) => count),
      },
    ],
  };
}

function histogram(variable: Variable, context: ChartContext): Bars {
  const tally = tallyOf(context, variable);
  const bins = histogramBins(tally.numbers);
  const number = new Intl.NumberFormat(context.locale, { useGrouping: false });
  const name = ({ from, to }: { from: number; to: number }) =>
    from === to ? number.format(from) : `${number.format(from)}–${number.format(to)}`;
  return {
    categories: bins.map(name),
    bases: bins.map(() => tally.valid),
    series: [
      {
        label: "%",
        tone: "bar",
        percents: bins.map(({ count }) => share(count, tally.valid)),
        counts: bins.map(({ count }) => count),
      },
    ],
  };
}

function stackedBars(variables: readonly Variable[], context: ChartContext): Bars {
  const { locale } = context;
  const rows = variables.map((variable) => ({ variable, tally: tallyOf(context, variable) }));
  const bases = rows.map(({ tally }) => baseOf(tally));
  const steps = variables[0] ? scaleSteps(variables[0], locale) : [];
  const specials = new Map(
    rows.flatMap(({ variable, tally }) =>
      specialAnswers(variable, tally, locale).map(({ id, label }) => [id, label] as const),
    ),
  );
  const series = (label: string, tone: Tone, countOf: (tally: Tally) => number): ChartSeries => {
    const counts = rows.map(({ tally }) => countOf(tally));
    return { label, tone, counts, percents: counts.map((count, i) => share(count, bases[i] ?? 0)) };
  };
  const differ = new Set(bases).size > 1;
  return {
    categories: rows.map(({ variable }, index) => {
      const label = variable.grid ? wordsIn(variable.label, locale) : "";
      return differ ? `${label} (${bases[index]})` : label;
    }),
    bases,
    series: [
      ...steps.map(({ label, tone, countOf }) => series(label, tone, countOf)),
      ...[...specials].map(([id, label]) => series(label, "0", (tally) => tally.specials.get(id) ?? 0)),
    ],
  };
}

interface ScaleStep {
  label: string;
  tone: Tone;
  countOf: (tally: Tally) => number;
}

/** Options run from agreement to disagreement as written; a numeric scale from its low end to its high end. */
function scaleSteps(variable: Variable, locale: string): ScaleStep[] {
  const last = Math.max(1, variable.categories.length - 1);
  const numeric = variable.type === "scale";
  return variable.categories.map(({ code, label }, index) => {
    const place = Math.round((4 * index) / last);
    return {
      label: wordsIn(label, locale),
      tone: `${numeric ? "s" : ""}${1 + place}` as Tone,
      countOf: (tally) => (numeric ? tally.numbers.get(Number(code)) : tally.codes.get(code)) ?? 0,
    };
  });
}
