import { Readable } from "node:stream";
import { expect } from "chai";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { contactModel } from "../../../server/cases/contact-model.ts";
import { importModel } from "../../../server/cases/import-model.ts";
import { type ImportRequest, importSample } from "../../../server/cases/import-sample.ts";
import { finishReleases } from "../../../server/cases/plan-due-cases.ts";
import { releaseReplicates } from "../../../server/cases/release-replicates.ts";
import { blockNumber } from "../../../server/compliance/blocklist-store.ts";
import { Problem } from "../../../server/http/problem.ts";
import { translator } from "../../../server/views/translate.ts";
import { interviewer, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const phone = (n: number) => `030 23125${String(n).padStart(3, "0")}`;

describe("importing a sample", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  const anna = interviewer(1);

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna] });
  });
  afterEach(() => database.close());

  const load = (text: string | Buffer, more: Partial<ImportRequest> = {}) =>
    importSample(deps, {
      studyId: "study1",
      stream: Readable.from([Buffer.isBuffer(text) ? text : Buffer.from(text)]),
      dryRun: false,
      by: "r1",
      ...more,
    });
  const cases = () => caseModel(deps.db).countDocuments();

  it("takes a file over and makes its cases ready to be called", async () => {
    const report = await load(
      `\uFEFFreference;name;phone;Größe\r\nK1;Jörg Müller;${phone(1)};klein\r\nK2;Ann Lee;+442079460123;groß\r\n`,
      { mapping: { sample: { size: "Größe" } } },
    );
    expect(report).to.include({ imported: true, rows: 2, cases: 2, faultCount: 0 });
    const uk = await caseModel(deps.db).findOne({ reference: "ST-10002" }).lean();
    expect(uk).to.deep.include({ state: "ready", replicate: 1, sample: { size: "groß" } });
    expect(uk?.numbers[0]).to.include({ kind: "landline", country: "GB" });
    expect(uk?.numbers[0]?.zones).to.deep.equal(["Europe/London"]);
    const held = await claimNextCase(deps, { user: anna });
    expect(held).to.have.property("caseId");
  });

  it("keeps names and digits out of the case and encrypts them in the contact", async () => {
    await load(`name;phone\nJörg Müller;${phone(7)}\n`);
    const stored = JSON.stringify([
      await caseModel(deps.db).find().lean(),
      await contactModel(deps.db).find().lean(),
    ]);
    expect(stored).to.not.match(/Müller|23125/);
  });

  it("reports every faulty row with its number and takes nothing over", async () => {
    const report = await load(`name;phone\nA;${phone(1)}\nB;12\nC;${phone(1)}\nD;\nE;0900 1234567\n`);
    expect(report).to.include({ imported: false, rows: 5 });
    expect(report.faults.map(({ row, code }) => `${row} ${code}`)).to.deep.equal([
      "3 number-invalid",
      "4 duplicate-in-file",
      "5 number-missing",
      "6 number-premium",
    ]);
    expect(await cases()).to.equal(0);
    expect(await contactModel(deps.db).countDocuments()).to.equal(0);
  });

  it("never shows a whole phone number in its report", async () => {
    const report = await load("phone\n0049 30 2312\n");
    expect(JSON.stringify(report.faults)).to.not.include("2312");
  });

  it("refuses a number that the study has already, and leaves it out when asked to", async () => {
    await load(`phone\n${phone(1)}\n`);
    const again = `phone\n${phone(1)}\n${phone(2)}\n`;
    expect((await load(again)).faults[0]).to.include({ row: 2, code: "duplicate-in-study" });
    const skipped = await load(again, { skipDuplicates: true });
    expect(skipped).to.include({ imported: true, cases: 1, duplicates: 1 });
  });

  it("leaves out numbers on the blocklist and counts them", async () => {
    await blockNumber(deps, {
      hash: deps.vault.blocklistHash("+493023125001"),
      scope: "institute",
      scopeId: "",
      reason: "letter",
      by: "s1",
    });
    const report = await load(`phone\n${phone(1)}\n${phone(2)}\n`);
    expect(report).to.include({ imported: true, cases: 1, blocked: 1 });
  });

  it("writes nothing in a dry run and says what an import would do", async () => {
    const report = await load(`phone\n${phone(1)}\n`, { dryRun: true });
    expect(report).to.include({ imported: false, rows: 1, cases: 1 });
    expect(await cases()).to.equal(0);
  });

  it("names a missing column", async () => {
    const report = await load("name;telefax\nA;1\n", { mapping: { phones: ["phone"], reference: "Nr" } });
    expect(report.missingColumns).to.have.members(["phone", "Nr"]);
    expect(report.imported).to.equal(false);
  });

  it("refuses a file in another encoding with the row where it shows", async () => {
    const latin = Buffer.concat([
      Buffer.from(`name;phone\nA;${phone(1)}\nJ`),
      Buffer.from([0xf6]),
      Buffer.from(`rg;${phone(2)}\n`),
    ]);
    expect(await failure(load(latin))).to.deep.include({ code: "unreadable-sample", row: 3 });
    expect(await failure(load(Buffer.from("\uFEFFname;phone\n", "utf16le")))).to.include({ row: 1 });
    expect(await importModel(deps.db).countDocuments({ status: "loading" })).to.equal(0);
  });

  const inGerman = async (loading: Promise<unknown>) => {
    const error = await loading.catch((thrown: unknown) => thrown);
    return error instanceof Problem && translator("de")("problems.unreadable-sample.detail", error.params);
  };

  it("refuses a file without rows, and one whose row is too long", async () => {
    expect(await failure(load("name;phone\n"))).to.include({ code: "unreadable-sample" });
    expect(await failure(load(""))).to.include({ code: "unreadable-sample" });
    expect(await inGerman(load(""))).to.equal("Zeile 1: die Datei ist leer");
    expect(await inGerman(load("name;phone\n"))).to.equal("Zeile 1: unter der Kopfzeile stehen keine Zeilen");
    expect(await failure(load(`name;phone\nA;${phone(1)};x;y\n`))).to.include({ row: 2 });
  });

  it("runs one import of a study at a time and sweeps what a crash left", async () => {
    const now = deps.clock.now();
    await importModel(deps.db).create({
      _id: "dead",
      studyId: "study1",
      status: "loading",
      startedAt: now,
      aliveAt: now,
      by: "r1",
      rows: 0,
      cases: 0,
      firstNumber: 10001,
      replicates: 1,
      releasedTo: 0,
    });
    expect(await failure(load(`phone\n${phone(1)}\n`))).to.include({ code: "import-running" });
    deps.clock.advance(11 * 60_000);
    expect(await load(`phone\n${phone(1)}\n`)).to.include({ imported: true });
    expect((await importModel(deps.db).findById("dead").lean())?.status).to.equal("failed");
  });

  it("refuses replicates that are no whole number, or more than there are cases, and takes nothing over", async () => {
    for (const parts of [
      { replicates: 0 },
      { replicates: 1.5 },
      { replicates: 2, release: 3 },
      { replicates: 3 },
    ])
      expect(await failure(load(`phone\n${phone(1)}\n${phone(2)}\n`, parts))).to.include({
        code: "invalid-input",
      });
    expect(await cases()).to.equal(0);
    expect(await importModel(deps.db).countDocuments({ status: "loading" })).to.equal(0);
  });

  it("holds replicates back until they are released", async () => {
    const rows = Array.from({ length: 60 }, (_, n) => phone(n)).join("\n");
    const { batch } = await load(`phone\n${rows}\n`, { replicates: 3, release: 1 });
    const first = await caseModel(deps.db).countDocuments({ state: "ready" });
    expect(first).to.equal(20);
    await releaseReplicates(deps, "study1", { batch: batch ?? "", upTo: 3 });
    expect(await caseModel(deps.db).countDocuments({ state: "ready" })).to.equal(60);
  });

  it("finishes a release that was cut off, of that import alone", async () => {
    const rows = (from: number) => Array.from({ length: 6 }, (_, n) => phone(from + n)).join("\n");
    const parts = { replicates: 3, release: 1 };
    await load(`phone\n${rows(0)}\n`, parts);
    const { batch } = await load(`phone\n${rows(10)}\n`, parts);
    await importModel(deps.db).updateOne({ _id: batch ?? "" }, { $set: { releasedTo: 2 } });
    expect(await finishReleases(deps)).to.equal(2);
    expect(await finishReleases(deps)).to.equal(0);
    expect(await caseModel(deps.db).countDocuments({ batch, state: "ready" })).to.equal(4);
    expect(await caseModel(deps.db).countDocuments({ batch: { $ne: batch }, state: "ready" })).to.equal(2);
  });
});

async function failure(act: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await act;
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, ...error.params };
    throw error;
  }
  throw new Error("nothing was refused");
}
