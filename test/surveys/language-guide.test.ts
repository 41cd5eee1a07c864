import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { packageRoot } from "../../server/paths.ts";
import { autotest } from "../../surveys/autotest/autotest.ts";
import { compile, type Questionnaire } from "../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../surveys/lint/check-questionnaire.ts";
import { questionnaireSchema, schema } from "./fixture.ts";
import { questionnaireOf } from "./interview-driver.ts";

const guide = readFileSync(join(packageRoot, "surveys/README.md"), "utf8");
const examples = [...guide.matchAll(/```json\n(.*?)```/gs)].map((match) => JSON.parse(match[1] ?? ""));

describe("the language guide", () => {
  examples.forEach((example, at) => {
    it(`example ${at + 1} gives the linter nothing to say and random respondents get through it`, () => {
      const definition: Questionnaire = Array.isArray(example) ? questionnaireOf(example) : example;
      expect(checkQuestionnaire(definition, schema)).to.deep.include({ errors: [], warnings: [] });
      expect(autotest(compile(definition), { respondents: 30, seed: "guide" }).failures).to.deep.equal([]);
    });
  });

  it("shows every member of every item in an example", () => {
    const shown = new Set<string>();
    const look = (part: unknown): void => {
      if (typeof part !== "object" || part === null) return;
      for (const [name, inner] of Object.entries(part)) {
        shown.add(name);
        look(inner);
      }
    };
    look(examples);
    const { $defs } = questionnaireSchema as {
      $defs: Record<string, { properties?: Record<string, object> }>;
    };
    const members = Object.values($defs).flatMap(({ properties }) => Object.keys(properties ?? {}));
    expect([...new Set(members)].filter((name) => name !== "documents" && !shown.has(name))).to.deep.equal(
      [],
    );
  });

  it("has a section for every code of the linter and the compiler, and for no other", () => {
    const folders = ["surveys/lint", "surveys/engine"].map((folder) => join(packageRoot, folder));
    const sources = folders.flatMap((folder) =>
      readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")),
    );
    const used = sources.flatMap((source) => [
      ...[...source.matchAll(/code: "([a-z-]+)",?\s*(?:pointer|message|\n\s*(?:pointer|message))/g)].map(
        (match) => match[1],
      ),
    ]);
    const sections = [...guide.matchAll(/^### ([a-z-]+)$/gm)].map((match) => match[1]);
    const missing = [...new Set(used)].filter((code) => !sections.includes(code));
    expect(missing).to.deep.equal([]);
    const written = [
      ...sources,
      readFileSync(join(packageRoot, "scripts/read-questionnaire.ts"), "utf8"),
    ].join();
    expect(sections.filter((code) => !written.includes(`"${code}"`))).to.deep.equal([]);
  });
});
