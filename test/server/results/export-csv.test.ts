import { once } from "node:events";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import { type ExportOptions, exportCsv } from "../../../server/results/export-csv.ts";
import { openVersion } from "../../../server/results/open-version.ts";
import { completedInterviews } from "../../../server/results/results-store.ts";
import { type OpenVersion, openStudyReader } from "../../../server/results/study-reader.ts";
import { versionNoteText } from "../../../server/results/version-note.ts";
import { getStudy, publishVersion } from "../../../server/studies/studies.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { passenger, smallQuestionnaire, storeInterviews, studyWithQuestionnaire } from "./results-fixture.ts";

describe("exporting a study as CSV", () => {
  let database: TestDatabase;
  let deps: TestDeps;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());

  async function read(options: ExportOptions): Promise<Record<string, string>[]> {
    const parts: Buffer[] = [];
    for await (const part of await exportCsv(deps, options)) parts.push(Buffer.from(part));
    return parse(Buffer.concat(parts), {
      bom: true,
      columns: true,
      delimiter: options.separator ?? ",",
    }) as Record<string, string>[];
  }

  it("writes one line per completed interview with codes, in the order of the definition", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, study, [passenger(0), passenger(1), passenger(3), passenger(7)]);
    const rows = await read({ study });
    expect(Object.keys(rows[0] ?? {})).to.deep.equal([
      ...[
        "interview",
        "interview_date",
        "interview_language",
        "interview_version",
        "interview_minutes",
        "sample_district",
      ],
      ...["used", "why_01", "why_02", "why_97", "why_other", "rides"],
      ...["rating_time", "rating_seats", "score", "words"],
    ]);
    expect(rows[0]).to.include({
      used: "1",
      why_01: "1",
      why_02: "0",
      why_97: "1",
      rides: "-98",
      score: "1",
    });
    expect(rows[0]).to.include({
      sample_district: "north",
      interview_date: "2026-11-10",
      interview_minutes: "10",
    });
    expect(rows[0]?.why_other).to.equal("my dog, likes it\nreally");
    expect(rows[1]).to.include({ rides: "1.5", why_01: "0", why_02: "1", why_97: "0" });
  });

  it("leaves what was not asked empty and writes special answers as their codes", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, study, [passenger(3), passenger(7), { ...passenger(0), why: { s: "dk" } }]);
    const [no, refused, unsure] = await read({ study });
    expect(no).to.include({ used: "2", why_01: "", why_02: "", why_97: "", rides: "" });
    expect(refused).to.include({ used: "-99" });
    expect(unsure).to.include({ why_01: "-98", why_02: "-98", why_97: "-98", rating_seats: "-98" });
  });

  it("writes labels in the language asked for, or codes and labels side by side", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, study, [passenger(0)]);
    const [german] = await read({ study, values: "labels", language: "de", separator: ";", decimal: "," });
    expect(german).to.include({
      used: "Ja",
      why_01: "Ja",
      why_02: "Nein",
      rides: "Weiß nicht",
      rating_time: "Gut",
    });
    const [side] = await read({ study, values: "both" });
    expect(side).to.include({
      used: "1",
      used_label: "Yes",
      rating_seats: "-98",
      rating_seats_label: "Don't know",
    });
  });

  it("never holds a name, a phone number, a personal answer, or the case", async () => {
    const study = await studyWithQuestionnaire(deps);
    const [doc] = await storeInterviews(deps, study, [passenger(0)]);
    const text = JSON.stringify(await read({ study }));
    expect(text).to.not.match(/Secretperson|442079460123|surname|call_me/);
    expect(text).to.not.include(doc?.caseId).and.not.include(doc?._id);
    expect(text).to.include(doc?.publicId);
  });

  it("defuses formulas that respondents said, unless raw text is wanted", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, study, [passenger(0)]);
    expect((await read({ study }))[0]?.words).to.equal("'=SUM(A0)");
    expect((await read({ study, raw: true }))[0]?.words).to.equal("=SUM(A0)");
  });

  it("writes the code of a special answer to an open question as it is, and tells it from the same words", async () => {
    const study = await studyWithQuestionnaire(deps);
    const said = { ...passenger(0), words: { v: "-98" } };
    const unsure = { ...passenger(0), words: { s: "dk" } };
    await storeInterviews(deps, study, [said, unsure]);
    expect((await read({ study })).map((row) => row.words)).to.deep.equal(["'-98", "-98"]);
  });

  it("leaves out practice and interviews that are not complete", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, study, [passenger(1)]);
    await storeInterviews(deps, study, [passenger(1)], { mode: "practice" });
    await storeInterviews(deps, study, [passenger(1)], { status: "screened", outcome: "ineligible" });
    await storeInterviews(deps, study, [passenger(1)], { status: "open" });
    expect(await read({ study })).to.have.length(1);
  });

  it("reads each interview with the version that it was collected under and joins the variables", async () => {
    const old = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, old, [passenger(0)]);
    const [used, why, ...rest] = smallQuestionnaire.items;
    if (!used || why?.type !== "multiple") throw new Error("the fixture changed");
    const changed = {
      ...smallQuestionnaire,
      items: [
        used,
        { ...why, options: [{ code: "03", label: "Weather" }, ...(why.options ?? []).slice(0, 1)] },
        { type: "date" as const, id: "since", read: "Since when?" },
        ...rest.slice(1),
      ],
    };
    await publishVersion(deps, { studyId: old._id, definition: changed, by: "test" });
    const study = await getStudy(deps, old._id);
    await storeInterviews(deps, study, [
      { used: { v: "1" }, why: { v: ["03"] }, since: { v: "2025-03-30" } },
    ]);
    const rows = await read({ study });
    const names = Object.keys(rows[0] ?? {});
    expect(names.filter((name) => name.startsWith("why"))).to.deep.equal([
      "why_03",
      "why_01",
      "why_02",
      "why_97",
      "why_other",
    ]);
    expect(names.at(-1)).to.equal("rides");
    expect(rows[0]).to.include({ since: "", rides: "-98" });
    expect(rows[1]).to.include({ since: "2025-03-30", why_03: "1", rides: "" });
  });

  it("keeps answers of another type in a column of their own and leaves options empty that a version lacked", async () => {
    const old = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, old, [passenger(0)]);
    const [used, why, ...rest] = smallQuestionnaire.items;
    if (used?.type !== "single" || why?.type !== "multiple") throw new Error("the fixture changed");
    const definition = {
      ...smallQuestionnaire,
      items: [
        { type: "number" as const, id: "used", read: "How often?", min: 0, max: 30 },
        { ...why, when: undefined, options: [...(why.options ?? []), { code: "77", label: "Weather" }] },
        ...rest.map((item) => ({ ...item, when: undefined })),
      ],
    };
    await publishVersion(deps, { studyId: old._id, definition, by: "test" });
    const study = await getStudy(deps, old._id);
    await storeInterviews(deps, study, [{ used: { v: 12 }, why: { v: ["77"] } }]);
    const rows = await read({ study });
    expect(rows[0]).to.include({ interview_version: "1", used: "", used_v1: "1", why_77: "" });
    expect(rows[1]).to.include({ interview_version: "2", used: "12", used_v1: "", why_77: "1", why_01: "0" });
    const { notes } = await openStudyReader(deps, study, openVersion);
    expect(notes.map((note) => versionNoteText(note, "en"))).to.deep.equal([
      "why: the answer 77 (Weather) is new in version 2; it could not be chosen before.",
      "used changed its type: one answer in version 1, number now. The older answers are in the column used_v1.",
    ]);
  });

  it("breaks the stream when reading fails midway", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(
      deps,
      study,
      Array.from({ length: 5 }, (_, index) => passenger(index)),
    );
    const failing: OpenVersion = async (...args) => {
      const reader = await openVersion(...args);
      let rows = 0;
      return {
        variables: reader.variables,
        row(state) {
          rows += 1;
          if (rows === 4) throw new Error("the fourth interview is broken");
          return reader.row(state);
        },
      };
    };
    const stream = await exportCsv(deps, { study }, failing);
    stream.resume();
    const [error] = await once(stream, "error").catch((thrown: Error) => [thrown]);
    expect((error as Error).message).to.equal("the fourth interview is broken");
    expect(stream.destroyed).to.equal(true);
  });

  it("reads by the index of studies and statuses", async () => {
    const study = await studyWithQuestionnaire(deps);
    await storeInterviews(deps, study, [passenger(1)]);
    const cursor = completedInterviews(deps, study._id) as unknown as { explain(): Promise<unknown> };
    expect(JSON.stringify(await cursor.explain())).to.match(
      /"stage":"IXSCAN"[^}]*"studyId":1,"status":1,"_id":1/,
    );
    expect(JSON.stringify(await cursor.explain())).to.not.include('"stage":"SORT"');
  });
});
