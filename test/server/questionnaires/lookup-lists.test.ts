import { expect } from "chai";
import { listDocuments, missingLists, storeLookupList } from "../../../server/questionnaires/lookup-lists.ts";
import { compiledQuestionnaire, storeQuestionnaire } from "../../../server/questionnaires/questionnaires.ts";
import {
  currentStep,
  type Questionnaire,
  searchLookup,
  startInterview,
} from "../../../surveys/engine/index.ts";
import { problemCode } from "../../setup/problem-code.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const many = (word: string) =>
  ["code,label,search", ...Array.from({ length: 12_000 }, (_, at) => `${at},${word} ${at},nr${at}`)].join(
    "\n",
  );

const withLists = (documents: Record<string, string>): Questionnaire => ({
  ...{ formatVersion: 1, id: "jobs", title: "Jobs", languages: ["en", "de"] },
  lists: { jobs: { documents } },
  items: [{ type: "lookup", id: "job", read: "Your job?", list: "jobs" }],
});

describe("code lists of their own", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());

  it("are named by their content, so that the same file has the same name for ever", async () => {
    const list = { language: "de", csv: "code;label\n1;Bäckerin\n" };
    const first = await storeLookupList(deps, list);
    expect(await storeLookupList(deps, list)).to.deep.equal(first);
    expect((await storeLookupList(deps, { ...list, language: "en" })).hash).not.to.equal(first.hash);
    expect(first.entries).to.equal(1);
  });

  it("serve each language its own 12,000 entries, found by label, code and search words", async () => {
    const en = await storeLookupList(deps, { language: "en", csv: many("Worker") });
    const de = await storeLookupList(deps, { language: "de", csv: many("Arbeiterin") });
    const hash = await storeQuestionnaire(deps, withLists({ en: en.hash, de: de.hash }));
    const compiled = await compiledQuestionnaire(deps, hash);
    expect(searchLookup(compiled, "jobs", "arbeit 11999", "de")).to.deep.equal([
      { code: "11999", label: "Arbeiterin 11999" },
    ]);
    expect(searchLookup(compiled, "jobs", "arbeit 11999", "en")).to.deep.equal([]);
    expect(searchLookup(compiled, "jobs", "nr11999", "en")[0]?.label).to.equal("Worker 11999");
    const begin = { seed: "1", language: "de", today: "2026-01-01" };
    const state = { ...startInterview(compiled, begin), answers: { job: { v: "7" } } };
    expect(currentStep(compiled, state, "job").lookup?.chosen).to.deep.equal({
      code: "7",
      label: "Arbeiterin 7",
    });
  });

  it("stop a questionnaire that names one nobody brought in", async () => {
    const definition = withLists({ en: "a".repeat(64) });
    expect((await missingLists(deps, definition)).map(({ pointer }) => pointer)).to.deep.equal([
      "/lists/jobs/documents/en",
    ]);
    expect(await problemCode(listDocuments(deps, definition))).to.equal("list-unknown");
  });

  for (const [what, csv] of Object.entries({
    "without a column label": "code,name\n1,A\n",
    "with an empty code": "code,label\n,A\n",
    "with a code twice": "code,label\n1,A\n1,B\n",
    "without entries": "code,label\n",
    "with a broken quote": 'code,label\n1,"A\n',
  }))
    it(`are refused ${what}`, async () => {
      expect(await problemCode(storeLookupList(deps, { language: "en", csv }))).to.equal("list-refused");
    });
});
