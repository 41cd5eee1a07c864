import { pipeline, Readable } from "node:stream";
import type { Deps } from "../deps.ts";
import { translator } from "../views/translate.ts";
import { type Cell, type CsvColumn, type CsvOptions, csvFormat, defaultCsvOptions } from "./csv-format.ts";
import { type DataColumn, dataColumns, type Values } from "./data-columns.ts";
import { openVersion } from "./open-version.ts";
import { type CompletedInterview, completedInterviews } from "./results-store.ts";
import { type OpenVersion, openStudyReader, type ReadStudy, type StudyReader } from "./study-reader.ts";

export interface ExportOptions extends Partial<CsvOptions> {
  study: ReadStudy;
  values?: Values;
  /** Language of labels. */
  language?: string;
}

interface InterviewColumn {
  header: string;
  cell(interview: CompletedInterview, reader: StudyReader): Cell;
}

/** Facts of the interview itself. The number is random, made for the outside; the case is not in here. */
const interviewColumns: InterviewColumn[] = [
  { header: "interview", cell: ({ publicId }) => publicId },
  { header: "interview_date", cell: ({ state }) => state.today },
  { header: "interview_language", cell: ({ state }) => state.language },
  { header: "interview_version", cell: (interview, reader) => reader.versionOf(interview) },
  { header: "interview_minutes", cell: ({ activeMs }) => Math.round(activeMs / 6000) / 10 },
];

/** A question may have the name of a column of ours; ours gives way. */
function freeHeaders(columns: readonly InterviewColumn[], taken: readonly DataColumn[]): CsvColumn[] {
  const names = new Set(taken.map(({ header }) => header));
  return columns.map(({ header }) => {
    let free = header;
    while (names.has(free)) free += "_";
    return { header: free, openText: false };
  });
}

/** Rows for the writer, one interview at a time; the cursor waits while the writer is full. */
async function* rowsOf(
  deps: Deps,
  studyId: string,
  reader: StudyReader,
  columns: readonly DataColumn[],
): AsyncGenerator<Cell[]> {
  for await (const interview of completedInterviews(deps, studyId)) {
    const row = reader.row(interview);
    yield [
      ...interviewColumns.map(({ cell }) => cell(interview, reader)),
      ...columns.map(({ variable, option, cell }) =>
        // Nobody could choose an option that was not there: that is no 0.
        option !== undefined && reader.lacks(interview, variable, option)
          ? null
          : cell(row[variable] ?? "notAsked"),
      ),
    ];
  }
}

/**
 * The completed interviews of a study as CSV, one a line, read from MongoDB as it is written.
 * Not asked and unanswered are empty; special answers have their codes (or labels); a multiple is one 0/1
 * column per option, empty where the interview's version lacked it; columns are in the definition's order, over
 * all versions by the rules of mergeVariables. Nothing personal.
 * An error on the way destroys the stream: pass it on with `stream.pipeline`, so that the download breaks.
 */
export async function exportCsv(
  deps: Deps,
  options: ExportOptions,
  open: OpenVersion = openVersion,
): Promise<Readable> {
  const { study, values = "codes", language = "en" } = options;
  const reader = await openStudyReader(deps, study, open);
  const t = translator(language);
  const words = { yes: t("results.yes"), no: t("results.no") };
  const columns = reader.variables.flatMap((variable) => dataColumns(variable, { values, language, words }));
  const format = csvFormat([...freeHeaders(interviewColumns, columns), ...columns], {
    ...defaultCsvOptions,
    ...options,
  });
  const rows = Readable.from(rowsOf(deps, study._id, reader, columns), { highWaterMark: 64 });
  // The error reaches whoever reads `format`, which is destroyed with it.
  pipeline(rows, format, () => {});
  return format;
}
