import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../server/paths.ts";

/** The AAPOR telephone codes of the reference file. */
export function aaporCodes(): string[] {
  const path = join(packageRoot, "test", "fixtures", "vectors", "aapor_phone_codes.json");
  const { codes } = JSON.parse(readFileSync(path, "utf8")) as { codes: { code: string }[] };
  return codes.map(({ code }) => code);
}
