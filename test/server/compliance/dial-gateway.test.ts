import { Readable } from "node:stream";
import { expect } from "chai";
import type { Policy } from "../../../server/calling/policy.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { findCase } from "../../../server/cases/case-store.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { explainCase } from "../../../server/cases/explain-case.ts";
import { fieldStudy, forgetFieldStudies } from "../../../server/cases/field-study.ts";
import { importSample } from "../../../server/cases/import-sample.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { askGateway } from "../../../server/compliance/dial-gateway.ts";
import { dialRefusalModel } from "../../../server/compliance/dial-refusal-model.ts";
import { fictionNumbers } from "../../../server/compliance/fiction-numbers.ts";
import { importBlockingFile } from "../../../server/compliance/import-blocking-file.ts";
import { readNumberBook } from "../../../server/compliance/number-book-store.ts";
import type { DialMode } from "../../../server/telephony/telephony.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe("the gateway to a dial", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    deps.clock.set("2026-11-19T09:00:00Z");
  });
  afterEach(() => database.close());

  const ask = async (caseId: string, mode?: DialMode) => {
    const item = await findCase(deps, caseId);
    const study = item && (await fieldStudy(deps, item.studyId));
    if (!item || !study) throw new Error("no case");
    const contact = await loadContact(deps, caseId);
    const { decision } = await askGateway(deps, {
      ...{ item, study, contact, numberId: "n1", by: anna.id, stage: "dial" },
      ...(mode ? { mode } : {}),
    });
    return decision;
  };
  const call = async (outcome: string) => {
    forgetCandidates(deps);
    const held = await claimNextCase(deps, { user: anna });
    if (!("caseId" in held)) throw new Error(held.none);
    const { no } = await openAttempt(deps, { ...held, numberId: "n1", user: anna });
    const done = { outcome, note: "as it was said" };
    await closeAttempt(deps, { caseId: held.caseId, fence: held.fence, attemptNo: no, ...done });
    return held.caseId;
  };

  for (const [outcome, rule, hours] of [
    ["silent-call", "after-silent-call", 72],
    ["voicemail", "after-machine", 24],
  ] as const)
    it(`remembers "${outcome}" with the number, so that no machine dials it for ${hours} hours in any study`, async () => {
      await makeFieldStudy(deps, { users: [anna], policy: shippedPolicy("uk") });
      await makeCases(deps, "study1", 1);
      await makeFieldStudy(deps, { id: "other", users: [], policy: shippedPolicy("uk") });
      const [same = ""] = await makeCases(deps, "other", 1);
      const caseId = await call(outcome);
      for (const id of [caseId, same]) {
        expect((await ask(id)).allowed, "by a person, as the study's telephone dials").to.equal(true);
        expect(await ask(id, "automatic")).to.include({ rule, basis: "house" });
      }
      expect(await dialRefusalModel(deps.db).findOne({ rule }).lean()).to.include({
        basis: "house",
        by: anna.id,
      });
      const explained = await explainCase(deps, { studyId: "other", caseRef: same, mode: "automatic" });
      expect(explained.steps.at(-1)).to.include({ rule, ok: false, basis: "house" });
      expect(explained.steps.at(-1)?.detail).to.contain(`${hours} hours`);
      // Two hours more: on Sundays calls begin at eleven.
      deps.clock.advance((hours + 2) * hourMs);
      expect((await ask(same, "automatic")).allowed).to.equal(true);
    });

  describe("after a refusal", () => {
    /** The same number in two studies of the house, and as a second case in the first. */
    const twoStudies = async () => {
      await makeFieldStudy(deps, { users: [anna] });
      const [own = ""] = await makeCases(deps, "study1", 1);
      await makeFieldStudy(deps, { id: "other", users: [] });
      const [elsewhere = ""] = await makeCases(deps, "other", 1);
      return { own, elsewhere };
    };
    const days = shippedPolicy("plain").rest.instituteAfterRefusalDays;

    for (const outcome of ["refused-today", "hung-up", "gatekeeper-refusal", "refused", "complaint"])
      it(`lets the number rest in every other study: ${outcome}`, async () => {
        const { elsewhere } = await twoStudies();
        await call(outcome);
        deps.clock.advance(60_000);
        expect(await ask(elsewhere)).to.include({ rule: "institute-rest", basis: "house" });
        deps.clock.advance((days - 1) * dayMs);
        expect(await ask(elsewhere)).to.include({ rule: "institute-rest" });
        deps.clock.advance(dayMs);
        expect((await ask(elsewhere)).allowed).to.equal(true);
      });

    it("lets it rest after a break-off that is a refusal, not after one to be resumed", async () => {
      const { elsewhere } = await twoStudies();
      await call("break-off");
      expect((await ask(elsewhere)).allowed).to.equal(true);
      deps.clock.advance(dayMs);
      await planDueCases(deps);
      await call("break-off-refusal");
      expect(await ask(elsewhere)).to.include({ rule: "institute-rest" });
    });

    it("leaves a soft refusal to the conversion rules of its own study", async () => {
      const { own } = await twoStudies();
      await call("refused-today");
      expect((await findCase(deps, own))?.state).to.equal("rest");
      deps.clock.advance(6 * dayMs);
      await planDueCases(deps);
      expect(await call("no-answer")).to.equal(own);
    });

    it("gives a firm refusal no second try in its own study either", async () => {
      const { own } = await twoStudies();
      await call("refused");
      deps.clock.advance(6 * dayMs);
      expect(await ask(own)).to.include({ rule: "institute-rest" });
    });

    it("is not shortened by the complete that a second try brought", async () => {
      const { elsewhere } = await twoStudies();
      await call("refused-today");
      deps.clock.advance(6 * dayMs);
      await planDueCases(deps);
      await call("complete");
      deps.clock.advance((days - 7) * dayMs);
      expect(await ask(elsewhere)).to.include({ rule: "institute-rest" });
      deps.clock.advance(dayMs);
      expect((await ask(elsewhere)).allowed).to.equal(true);
    });

    it("is told by name, to the supervisor of the other study too", async () => {
      const { elsewhere } = await twoStudies();
      await call("refused-today");
      const steps = async (locale: string) =>
        (await explainCase(deps, { studyId: "other", caseRef: elsewhere, locale })).steps.at(-1);
      expect(await steps("en")).to.deep.include({
        ...{ rule: "institute-rest", ok: false, basis: "house", source: "House rule" },
        detail: "After “Refused for today” in one study this number rests in all studies of the house.",
      });
      expect((await steps("de"))?.detail)
        .to.match(/^Nach „[^“]+“ in einer Studie ruht diese Nummer/)
        .and.not.contain("refused");
    });

    it("is noted once, however often the end of the call is repeated", async () => {
      const { own } = await twoStudies();
      await call("refused-today");
      const hash = deps.vault.blocklistHash(fictionNumbers("landline")[0] ?? "");
      const first = await readNumberBook(deps, hash);
      deps.clock.advance(dayMs);
      await closeAttempt(deps, { caseId: own, attemptNo: 1, fence: 1, outcome: "refused-today" });
      expect(await readNumberBook(deps, hash)).to.deep.equal(first);
    });
  });

  it("keeps the latest of such calls when an earlier one is finished late", async () => {
    await makeFieldStudy(deps, { users: [anna] });
    await makeCases(deps, "study1", 1);
    const caseId = await call("silent-call");
    const hash = deps.vault.blocklistHash(fictionNumbers("landline")[0] ?? "");
    const first = await readNumberBook(deps, hash);
    expect(first?.lastSilentAt).to.deep.equal(deps.clock.now());
    await closeAttempt(deps, { caseId, attemptNo: 1, fence: 1, outcome: "silent-call" });
    expect((await readNumberBook(deps, hash))?.lastSilentAt).to.deep.equal(first?.lastSilentAt);
  });

  it("dials a number of a study that counts as advertising only with a consent and its proof, as the sample brings them", async () => {
    const policy = shippedPolicy("de-adm");
    await makeFieldStudy(deps, { users: [anna], policy });
    await deps.db
      .collection("studies")
      .updateOne({ _id: "study1" as never }, { $set: { advertising: true } });
    forgetFieldStudies(deps);
    const [a, b, c] = fictionNumbers("landline");
    const file = `phone;consent;consent_proof\n${a};2026-08-01;order form 4711, signed\n${b};2026-08-01;\n${c};;\n`;
    const report = await importSample(deps, {
      ...{ studyId: "study1", stream: Readable.from([Buffer.from(file)]), dryRun: false, by: "x" },
    });
    expect(report).to.include({ imported: true, cases: 3 });
    const cases = await deps.db.collection("cases").find().sort({ reference: 1 }).toArray();
    const [proved, unproved, none] = cases.map(({ _id }) => String(_id));
    expect((await ask(proved ?? "")).allowed).to.equal(true);
    for (const id of [unproved, none])
      expect(await ask(id ?? "")).to.include({ rule: "advertising-consent", basis: "law" });
    // A case that the rule holds back for good leaves the queue.
    expect(await call("no-answer")).to.equal(proved);
    const states = await deps.db.collection("cases").distinct("state", { _id: { $ne: proved as never } });
    expect(states.every((state) => ["ready", "blocked"].includes(state))).to.equal(true);
  });

  it("knows the type of a number as the sample brings it, and refuses a file that says nonsense", async () => {
    await makeFieldStudy(deps, { users: [anna], policy: shippedPolicy("us") });
    const [a, b, c, d] = fictionNumbers("landline");
    const load = (rows: string) =>
      importSample(deps, {
        ...{ studyId: "study1", dryRun: false, by: "x" },
        stream: Readable.from([Buffer.from(`phone;line_type;line_checked;ported\n${rows}`)]),
      });
    const refused = await load(`${a};boat;2026-02-30;perhaps\n`);
    expect(refused.imported).to.equal(false);
    expect(refused.faults.map(({ column, allowed }) => ({ column, allowed }))).to.deep.equal([
      { column: "line_type", allowed: "landline, mobile, voip, unknown" },
      { column: "line_checked", allowed: "YYYY-MM-DD" },
      { column: "ported", allowed: "true, false" },
    ]);
    const taken = await load(
      `${a};landline;2026-11-10;no\n${b};wireless;2026-11-10;\n${c};landline;2026-11-10;yes\n${d};landline;2026-10-01;\n`,
    );
    expect(taken.imported).to.equal(true);
    const cases = await deps.db.collection("cases").find().sort({ reference: 1 }).toArray();
    expect(cases.map(({ numbers }) => numbers[0].kind)).to.deep.equal([
      "landline",
      "mobile",
      "mobile",
      "landline",
    ]);
    expect(cases[0]?.numbers[0].check).to.deep.equal({
      type: "landline",
      on: new Date("2026-11-10"),
      ported: false,
    });
    const rules = [];
    for (const { _id } of cases) {
      const decision = await ask(String(_id), "automatic");
      rules.push(decision.allowed ? "allowed" : decision.rule);
    }
    // The last one's check is 49 days old: it counts as mobile.
    expect(rules).to.deep.equal(["allowed", "mobile-by-hand", "mobile-by-hand", "mobile-by-hand"]);
  });

  describe("and a blocking file", () => {
    const [listed = "", other = ""] = fictionNumbers("landline");
    const demanding: Policy = {
      ...shippedPolicy("de-adm"),
      blockingFile: { list: "ADM", missing: "refuse", basis: "code", source: "guideline" },
    };
    const load = (text: string, over: { date?: Date; skipUnreadable?: boolean } = {}) =>
      importBlockingFile(deps, {
        ...{ stream: Readable.from([Buffer.from(text)]), list: "ADM", source: "ADM e. V.", country: "DE" },
        ...{ date: over.date ?? deps.clock.now(), by: "test" },
        ...(over.skipUnreadable ? { skipUnreadable: true } : {}),
      });
    let caseIds: string[];
    beforeEach(async () => {
      await makeFieldStudy(deps, { users: [anna], policy: demanding });
      caseIds = await makeCases(deps, "study1", 2);
    });
    const rules = async () =>
      Promise.all(
        caseIds.map(async (id) => {
          const decision = await ask(id);
          return decision.allowed ? "allowed" : decision.rule;
        }),
      );

    it("refuses every call while the demanded one is missing, blocks its numbers, and again when it is old", async () => {
      expect(await rules()).to.deep.equal(["blocking-file-missing", "blocking-file-missing"]);
      expect(await claimNextCase(deps, { user: anna })).to.have.property("none");
      const report = await load(`Rufnummer;seit\n"${listed}";2024\n`);
      expect(report).to.include({ imported: true, numbers: 1, added: 1, unreadable: 0 });
      expect(await rules()).to.deep.equal(["blocklist", "allowed"]);
      expect(JSON.stringify(await deps.db.collection("blocklist").find().toArray())).not.to.contain(
        listed.slice(-6),
      );
      deps.clock.advance(32 * dayMs);
      expect(await rules()).to.deep.equal(["blocking-file-stale", "blocking-file-stale"]);
      expect(await load(`${listed}\n`)).to.include({ added: 0, imported: true });
      expect(await rules()).to.deep.equal(["blocklist", "allowed"]);
    });

    it("does not count as imported with a line that is no number, but blocks the others at once", async () => {
      const report = await load(`${listed}\nnot a number\n${other}`);
      expect(report).to.deep.include({ imported: false, numbers: 2, unreadable: 1, unreadableLines: [2] });
      expect(await rules()).to.deep.equal(["blocking-file-missing", "blocking-file-missing"]);
      expect(await load(`${listed}\nnot a number\n`, { skipUnreadable: true })).to.include({
        imported: true,
      });
      expect(await rules()).to.deep.equal(["blocklist", "blocklist"]);
    });

    it("is as old as its own date says, not as its import", async () => {
      await load(listed, { date: new Date(deps.clock.now().getTime() - 40 * dayMs) });
      expect((await rules())[1]).to.equal("blocking-file-stale");
      await load(listed, { date: new Date(deps.clock.now().getTime() + dayMs) }).then(
        () => expect.fail("a date to come was taken"),
        (error) => expect(error.code).to.equal("blocking-file-date"),
      );
    });
  });
});
