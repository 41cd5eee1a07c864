import type { StudyDoc } from "../studies/study-model.ts";
import { translator } from "../views/translate.ts";
import { smallBase } from "./build-chart-spec.ts";
import type { StudyResults } from "./count-results.ts";
import { dataColumns } from "./data-columns.ts";
import { fieldLine } from "./field-line.ts";
import type { ChartView } from "./find-chart.ts";
import { numberSummary } from "./number-summary.ts";
import { baseOf, emptyTally, type Tally } from "./tally.ts";
import { type Variable, type Words, wordsIn } from "./variable.ts";
import { versionNoteText } from "./version-note.ts";

export type CodebookStudy = Pick<StudyDoc, "name" | "client" | "institute" | "languages" | "versions">;

/** What the codebook's template shows: one section per variable, all languages, frequencies. */
export function codebookPage(study: CodebookStudy, results: StudyResults, view: ChartView) {
  const { locale } = view;
  const t = translator(locale);
  const context = { ...view, languages: study.languages };
  return {
    title: `${study.name}: ${t("results.cb.title")}`,
    study: study.name,
    client: study.client.name,
    institute: study.institute.name,
    interviews: results.field.interviews,
    field: fieldLine(results.field, locale),
    versions: study.versions.map(({ hash, publishedAt }, index) => ({
      no: index + 1,
      hash: hash.slice(0, 12),
      publishedAt,
    })),
    notes: results.notes.map((note) => versionNoteText(note, locale)),
    variables: results.variables.map((variable) =>
      variableSection(variable, results.tallies.get(variable.name) ?? emptyTally(), context),
    ),
  };
}

interface Context extends ChartView {
  languages: readonly string[];
}

/** A text in every language of the study that has it; one entry without a language when it is the same in all. */
function inLanguages(words: Words, { languages }: Context): { lang: string | null; text: string }[] {
  if (words[""] !== undefined) return [{ lang: null, text: words[""] }];
  return languages.flatMap((lang) => (words[lang] ? [{ lang, text: words[lang] }] : []));
}

function variableSection(variable: Variable, tally: Tally, context: Context) {
  const { locale } = context;
  const t = translator(locale);
  const base = baseOf(tally);
  const withheld = base > 0 && base < context.withholdBelow;
  const percent = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const row = (code: string, label: Words, count: number, special: boolean) => ({
    code,
    labels: inLanguages(label, context),
    count: withheld ? null : count,
    share: base === 0 || withheld ? "–" : percent.format((100 * count) / base),
    special,
  });
  const countOf = (code: string) =>
    variable.type === "scale" ? (tally.numbers.get(Number(code)) ?? 0) : (tally.codes.get(code) ?? 0);
  const yesNo = { yes: t("results.yes"), no: t("results.no") };
  const columns = dataColumns(variable, { values: "codes", language: locale, words: yesNo });
  const summary = withheld ? null : numberSummary(tally.numbers);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return {
    name: variable.name,
    columns: columns.map(({ header }) => header),
    type: t(`results.cb.types.${variable.type}`),
    title: wordsIn(variable.grid?.label ?? variable.label, locale),
    row: variable.grid ? wordsIn(variable.label, locale) : null,
    reads: inLanguages(variable.read, context),
    instructions: inLanguages(variable.instruction, context),
    when: variable.when,
    unit: wordsIn(variable.unit, locale),
    fromSample: variable.fromSample,
    openText: variable.openText,
    rows: [
      ...variable.categories.map(({ code, label }) =>
        // Files hold 1 and 0 for yes and no.
        row(
          variable.type === "boolean" ? (code === "true" ? "1" : "0") : code,
          Object.keys(label).length > 0 ? label : { "": code === "true" ? yesNo.yes : yesNo.no },
          countOf(code),
          false,
        ),
      ),
      ...(variable.categories.length === 0 && tally.valid > 0
        ? [row("", { "": t("results.cb.given") }, tally.valid, false)]
        : []),
      ...variable.specials.map(({ id, code, label }) => row(code, label, tally.specials.get(id) ?? 0, true)),
    ],
    base,
    warning: withheld
      ? t("results.withheld", { n: context.withholdBelow })
      : base > 0 && base < smallBase
        ? t("results.smallBase", { n: smallBase })
        : null,
    notAsked: tally.notAsked,
    unanswered: tally.unanswered,
    summary: summary && {
      mean: decimal.format(summary.mean),
      median: decimal.format(summary.median),
      deviation: summary.deviation === null ? "–" : decimal.format(summary.deviation),
      min: decimal.format(summary.min),
      max: decimal.format(summary.max),
    },
  };
}
