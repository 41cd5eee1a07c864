import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rejectionWords } from "../../../server/interviews/rejection-words.ts";
import { packageRoot } from "../../../server/paths.ts";
import { translator } from "../../../server/views/translate.ts";

/** Codes with which the engine refuses what was typed or sent, read from its sources. */
function rejectionCodes(): string[] {
  const folder = join(packageRoot, "surveys", "engine");
  const files = readdirSync(folder).filter((file) => /^(apply-|check-value|entries-to-act)/.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const found = text.matchAll(
    /(?:problem|reject|refused)\((?:step, )?"([a-z-]+)"|rejection: \{ code: "([a-z-]+)"/g,
  );
  return [...new Set([...found].map(([, called, written]) => called ?? written ?? ""))];
}

describe("an answer that is not taken", () => {
  for (const locale of ["en", "de"])
    it(`says why in words, whatever the reason (${locale})`, () => {
      const codes = rejectionCodes();
      expect(codes).to.include.members([
        "required",
        "too-large",
        "exclusive",
        "unknown-option",
        "hard-check",
      ]);
      const t = translator(locale);
      const bare = codes.filter(
        (code) => rejectionWords({ code, key: "q", params: {} }, t) === t("interview.errors.other", { code }),
      );
      expect(bare).to.deep.equal([]);
    });
});
