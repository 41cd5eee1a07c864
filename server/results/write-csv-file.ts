import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Deps } from "../deps.ts";
import { type ExportOptions, exportCsv } from "./export-csv.ts";

/** Writes the export beside its place and moves it there when it is whole: no half file, whatever happens. */
export async function writeCsvFile(deps: Deps, options: ExportOptions, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  try {
    await pipeline(await exportCsv(deps, options), createWriteStream(part));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
