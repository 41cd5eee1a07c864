import { expect } from "chai";
import { hashQuestionnaire } from "../../../server/questionnaires/hash-questionnaire.ts";
import {
  questionnaireDefinition,
  storeQuestionnaire,
} from "../../../server/questionnaires/questionnaires.ts";
import { problemCode } from "../../setup/problem-code.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

describe("stored questionnaires", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());

  it("are named by the SHA-256 of their canonical JSON (RFC 8785)", () => {
    const { hash, canonical } = hashQuestionnaire({ b: "€", a: [1.0, 1e21] });
    expect(canonical).to.equal('{"a":[1,1e+21],"b":"€"}');
    expect(hash).to.equal("6396541f0b7b7f490af02195df342b67312a73aa878c6e848142784be8f61bfe");
    expect(hashQuestionnaire({ a: [1, 1e21], b: "€" }).hash).to.equal(hash);
  });

  it("are stored once and read back as they were", async () => {
    const definition = { formatVersion: 1, id: "q", title: { de: "Müll", en: "Waste" }, items: [] };
    const hash = await storeQuestionnaire(deps, definition);
    expect(await storeQuestionnaire(deps, { ...definition })).to.equal(hash);
    expect(await questionnaireDefinition(deps, hash)).to.deep.equal(definition);
  });

  it("are not made up when the name is unknown", async () => {
    expect(await problemCode(questionnaireDefinition(deps, "0".repeat(64)))).to.equal(
      "questionnaire-unknown",
    );
  });
});
