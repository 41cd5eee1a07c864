import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { packageRoot } from "../../../server/paths.ts";

const folder = join(packageRoot, "surveys/engine");
const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));

describe("the engine's source", () => {
  it("imports its own files only, and the CEL library in one place", () => {
    for (const file of files) {
      const source = readFileSync(join(folder, file), "utf8");
      const imports = [...source.matchAll(/from "([^"]+)"|import\("([^"]+)"\)/g)].map(
        (match) => match[1] ?? match[2],
      );
      const foreign = imports.filter((name) => !/^\.\/[a-z-]+\.ts$/.test(name ?? ""));
      expect(foreign, file).to.deep.equal(file === "condition.ts" ? ["@marcbachmann/cel-js"] : []);
    }
  });

  it("asks no clock, no chance and no global state", () => {
    for (const file of files) {
      const source = readFileSync(join(folder, file), "utf8");
      expect(source, file).to.not.match(
        /Date\.now|new Date\(\)|Math\.random|globalThis|process\.|\beval\b|new Function/,
      );
    }
  });
});
