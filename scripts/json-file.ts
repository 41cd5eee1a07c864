import { readFile } from "node:fs/promises";
import { CommandError } from "./fail.ts";

/** @throws CommandError in one line when there is no such file or it is no JSON */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new CommandError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

/** Faults of a file in one line, each with its place. */
export function faultsInOneLine(faults: readonly { pointer: string; detail: string }[]): string {
  return faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ");
}
