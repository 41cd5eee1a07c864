import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { csvRecords } from "./csv-records.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import { drawReplicates } from "./draw-replicates.ts";
import type { FieldStudy } from "./field-study.ts";
import type { ImportDoc } from "./import-model.ts";
import type { ImportReport, ImportRequest } from "./import-sample.ts";
import { importAlive } from "./import-store.ts";
import { type RowFault, readSampleRow, type SampleRow } from "./read-sample-row.ts";
import { findKnownNumbers, insertRows } from "./sample-batch.ts";
import { type DeclaredSample, missingColumns, type SampleMapping, suggestMapping } from "./sample-mapping.ts";

const chunkRows = 1000;
const listedFaults = 200;

interface Parts {
  request: ImportRequest;
  study: FieldStudy;
  declared: DeclaredSample;
  batch: ImportDoc | null;
}

/** Reads a sample file chunk by chunk, checks it, and writes what is good as held cases of a batch. */
export class SampleReader {
  private readonly deps: Deps;
  private readonly parts: Parts;
  private readonly report: ImportReport;
  /** Numbers seen in this file; an E.164 number fits a double exactly. */
  private readonly seen = new Set<number>();
  private readonly replicate: () => number;

  constructor(deps: Deps, parts: Parts) {
    this.deps = deps;
    this.parts = parts;
    this.replicate = drawReplicates(parts.batch?.replicates ?? 1, deps.random);
    this.report = {
      dryRun: parts.request.dryRun,
      imported: false,
      batch: null,
      rows: 0,
      cases: 0,
      blocked: 0,
      duplicates: 0,
      columns: [],
      mapping: suggestMapping([], {}, this.defaults()),
      missingColumns: [],
      faults: [],
      faultCount: 0,
    };
  }

  private defaults(): Pick<SampleMapping, "country" | "defaultLanguage"> {
    return { country: "DE", defaultLanguage: this.parts.study.languages[0] ?? "en" };
  }

  async read(): Promise<ImportReport> {
    const { request } = this.parts;
    let chunk: Record<string, string>[] = [];
    for await (const record of csvRecords(decodeUtf8(request.stream), (header) => this.takeHeader(header))) {
      if (this.report.missingColumns.length > 0) return this.report;
      chunk.push(record);
      if (chunk.length < chunkRows) continue;
      await this.takeChunk(chunk);
      chunk = [];
      request.progress?.(this.report.rows);
    }
    await this.takeChunk(chunk);
    if (this.report.rows === 0 && this.report.missingColumns.length === 0)
      throw problem("unreadable-sample", {
        row: 1,
        why: this.report.columns.length > 0 ? "noRows" : "empty",
      });
    return this.report;
  }

  private takeHeader(header: string[]): void {
    const { declared, request } = this.parts;
    const guess = suggestMapping(header, declared, this.defaults());
    const mapping = { ...guess, ...request.mapping };
    this.report.columns = header;
    this.report.mapping = { ...mapping, sample: { ...guess.sample, ...request.mapping?.sample } };
    this.report.missingColumns = missingColumns(header, this.report.mapping, declared);
  }

  private fault(fault: RowFault): void {
    this.report.faultCount++;
    if (this.report.faults.length < listedFaults) this.report.faults.push(fault);
  }

  private async takeChunk(records: Record<string, string>[]): Promise<void> {
    if (records.length === 0) return;
    const { declared, study, batch } = this.parts;
    const context = { mapping: this.report.mapping, declared, languages: study.languages };
    const read = records.map((record) => {
      this.report.rows++;
      return readSampleRow(record, this.report.rows + 1, context);
    });
    const all = read.flatMap(({ row }) => row.numbers.map((number) => number.e164));
    const known = await findKnownNumbers(this.deps, study, all);
    const rows: SampleRow[] = [];
    for (const { row, faults } of read) {
      for (const fault of faults) this.fault(fault);
      if (faults.length === 0 && this.isWanted(row, known)) rows.push(row);
    }
    // After the first fault nothing is taken over any more; reading goes on for the report.
    if (batch && this.report.faultCount === 0) {
      await insertRows(this.deps, rows, {
        study,
        batch,
        index: this.report.cases,
        replicate: this.replicate,
      });
      await importAlive(this.deps, batch._id, this.report.rows);
    }
    this.report.cases += rows.length;
  }

  private isWanted(row: SampleRow, known: { blocked: Set<string>; inStudy: Set<string> }): boolean {
    const numbers = row.numbers.map((number) => number.e164);
    const inFile = numbers.some((e164) => this.seen.has(Number(e164.slice(1))));
    for (const e164 of numbers) this.seen.add(Number(e164.slice(1)));
    const inStudy = numbers.some((e164) => known.inStudy.has(e164));
    if (inFile || inStudy) {
      if (this.parts.request.skipDuplicates) this.report.duplicates++;
      else
        this.fault({
          row: row.row,
          column: this.report.mapping.phones[0] ?? "",
          code: inFile ? "duplicate-in-file" : "duplicate-in-study",
          found: `…${numbers[0]?.slice(-3) ?? ""}`,
          allowed: "",
        });
      return false;
    }
    row.numbers = row.numbers.filter((number) => !known.blocked.has(number.e164));
    if (row.numbers.length > 0) return true;
    this.report.blocked++;
    return false;
  }
}
