import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { importSample } from "../../../server/cases/import-sample.ts";
import { fictionNumbers } from "../../../server/compliance/fiction-numbers.ts";
import { createStudy, publishVersion } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const [one = "", two = "", three = ""] = fictionNumbers("landline");
const definition = {
  formatVersion: 1,
  id: "q",
  title: "Q",
  languages: ["de"],
  sample: { district: { type: "single", options: ["north", "south"] } },
  items: [],
};

describe("the sample page", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let researcher: SignedInClient;
  let made = 0;
  let key = "";
  let id = "";
  const page = (rest = "") => `/studies/${key}/sample${rest}`;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    key = `sample-${++made}`;
    const study = await createStudy(
      deps,
      {
        key,
        name: "Poll",
        client: { name: "C" },
        institute: { name: "I", phone: "+49 30 23125000" },
        languages: ["de"],
        team: [researcher.user._id],
      },
      "test",
    );
    id = study._id;
    await publishVersion(deps, { studyId: id, definition, by: "test" });
  });

  const upload = async (
    lines: string[],
    token?: string,
    parts: Record<string, string> = {},
    filename = "people.csv",
  ) => {
    const body = new FormData();
    body.set("_csrf", token ?? (await researcher.token()));
    for (const [name, value] of Object.entries(parts)) body.set(name, value);
    body.set("file", new Blob([lines.join("\n")]), filename);
    return researcher.request(page("/upload"), { method: "POST", body });
  };
  const cases = async () => deps.db.collection("cases").countDocuments({ studyId: id });
  const kept = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("fieldline-upload-"));

  it("is empty at first, says what to do and which variables the questionnaire asks for", async () => {
    const { text } = await researcher.get(page());
    expect(text).to.contain("There is no sample yet.").and.to.contain("district");
  });

  it("shows what would happen, and takes over only when told to", async () => {
    const others = await kept();
    expect((await upload(["Telefon;district", `${one};north`, `${two};south`])).location).to.equal(
      page("/check"),
    );
    const check = (await researcher.get(page("/check"))).text;
    expect(check).to.contain("people.csv can be taken over: 2 cases");
    expect(await cases()).to.equal(0);
    expect((await researcher.post(page("/import"))).location).to.equal(page("?imported=2"));
    expect(await cases()).to.equal(2);
    expect(others, "no file is left behind").to.include.members(await kept());
  });

  it("names each faulty row and takes over nothing of the file", async () => {
    await upload(["phone,district", `${one},north`, "12345,north", `${two},west`, `${one},south`]);
    const check = (await researcher.get(page("/check"))).text;
    expect(check).to.contain("3 faults").and.to.contain("is not a valid phone number");
    expect(check).to.contain("“west” is not allowed here; allowed: north, south.");
    expect(check).not.to.contain("12345").and.not.to.contain("Take over");
    await researcher.post(page("/import"));
    expect(await cases()).to.equal(0);
  });

  it("asks for the columns that it cannot find, and goes on with those that are chosen", async () => {
    await upload(["Anschluss,Bezirk", `${one},north`]);
    expect((await researcher.get(page("/check"))).text).to.contain("Columns are missing");
    await researcher.post(page("/check"), {
      phones: "Anschluss",
      "sample.district": "Bezirk",
      country: "DE",
    });
    expect((await researcher.get(page("/check"))).text).to.contain("can be taken over: 1 case.");
  });

  it("leaves out rows that are there already when asked to", async () => {
    await upload(["phone,district", `${three},north`, `${three},north`]);
    expect((await researcher.get(page("/check"))).text).to.contain("1 row is faulty");
    const chosen = { phones: "phone", "sample.district": "district", skipDuplicates: "1" };
    const again = await researcher.post(page("/check"), chosen);
    expect((await researcher.get(again.location ?? "")).text).to.contain("can be taken over: 1 case.");
    await researcher.post(page("/import"), { skipDuplicates: "1" });
    expect(await cases()).to.equal(1);
  });

  it("says what is wrong with a file that is no UTF-8, no CSV or empty", async () => {
    for (const lines of [["phone,district"], ['phone,district\n"unclosed'], [""]]) {
      await upload(lines);
      const check = await researcher.get(page("/check"));
      expect(check.status).to.equal(422);
      expect(check.text).to.contain("could not be read");
    }
  });

  it("refuses a workbook, an archive or a PDF before it asks for columns", async () => {
    const zip = Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.from("phone,district\n")]).toString();
    const pdf = "%PDF-1.7\nphone,district";
    for (const content of [zip, pdf, `phone,district\n${one},north\n\u0000\u0000`]) {
      await upload([content]);
      const check = await researcher.get(page("/check"));
      expect(check.status).to.equal(422);
      expect(check.text).to.contain("the file is not a CSV").and.contain("Export the table as CSV UTF-8");
      expect(check.text).to.not.contain("Which column is what");
    }
  });

  it("lists what was taken over, newest first", async () => {
    await upload(["phone,district", `${one},north`]);
    await researcher.post(page("/import"));
    const body = new FormData();
    body.set("_csrf", await researcher.token());
    body.set("replicates", "2");
    const lines = ["phone,district", `${one},north`, `${two},north`, `${three},south`];
    body.set("file", new Blob([lines.join("\n")]), "second.csv");
    await researcher.request(page("/upload"), { method: "POST", body });
    await researcher.post(page("/check"), {
      ...{ phones: "phone", "sample.district": "district", country: "DE" },
      ...{ skipDuplicates: "1", replicates: "2" },
    });
    await researcher.post(page("/import"), { skipDuplicates: "1" });
    const { text } = await researcher.get(page());
    const table = text.slice(text.indexOf('id="imports"'), text.indexOf("</table>"));
    expect(table.indexOf("second.csv")).to.be.greaterThan(0).and.lessThan(table.indexOf("people.csv"));
    const cells = [...table.matchAll(/<t[dh][^>]*>([^<]*)<\/t[dh]>/g)].map(([, cell]) => cell);
    const row = cells.slice(cells.indexOf("second.csv"), cells.indexOf("second.csv") + 9);
    expect(row.slice(2)).to.deep.equal([
      ...[researcher.user.name, "as the study&#x27;s own text says", "3", "2", "0", "1", "1 of 2"],
    ]);
  });

  it("takes no file without the form's token", async () => {
    expect((await upload([`phone`, one], "made-up")).status).to.equal(403);
    expect((await researcher.get(page("/check"))).location).to.equal(page("?gone=1"));
  });

  it("says how far a long import is, also to who comes back, and shows its cases all at once", async () => {
    const stream = new PassThrough();
    const importing = importSample(deps, {
      ...{ studyId: id, stream, dryRun: false, by: researcher.user._id },
      mapping: { country: "DE", defaultLanguage: "de", phones: ["phone"], sample: { district: "district" } },
    });
    stream.write("phone;district\r\n");
    // The reader takes a thousand rows at a time.
    for (const phone of fictionNumbers("landline").slice(0, 1400)) stream.write(`${phone};north\r\n`);
    const collection = deps.db.collection("imports");
    while ((await collection.findOne({ studyId: id }))?.rows !== 1000)
      await new Promise((resolve) => setImmediate(resolve));
    const during = await researcher.get(page());
    expect(during.text).to.contain("1,000 rows so far");
    expect(during.headers.get("refresh")).to.equal("2");
    expect(await deps.db.collection("cases").countDocuments({ studyId: id, state: "ready" })).to.equal(0);
    stream.end();
    await importing;
    const after = await researcher.get(page());
    expect(after.text).to.contain("1,400 cases");
    expect(after.text).to.not.contain("rows so far");
    expect(after.headers.get("refresh")).to.equal(null);
  });

  it("notes where numbers come from, and the case knows the words for it", async () => {
    const missing = await researcher.post(page("/source"), { name: "Register", controller: "City" });
    expect(missing.status).to.equal(422);
    expect(missing.text).to.contain("Please fill this in.").and.contain('value="Register"');
    const form = { name: "Register", controller: "City of Northmoor", legalBasis: "Art. 6 (1) e GDPR" };
    const words = "Die Stadt hat uns Ihre Nummer für diese Umfrage gegeben.";
    const added = await researcher.post(page("/source"), { ...form, "text.de": words });
    expect(added.location).to.equal(page("?added=1"));
    expect((await researcher.get(page())).text)
      .to.contain("Art. 6 (1) e GDPR")
      .and.contain(words);
    await upload(["phone;district", `${one};north`]);
    const check = await researcher.get(page("/check"));
    const source = /<option value="([^"]+)">Register/.exec(check.text)?.[1] ?? "";
    await researcher.post(page("/check"), {
      phones: "phone",
      country: "DE",
      "sample.district": "district",
      source,
    });
    await researcher.post(page("/import"));
    const item = await deps.db.collection("cases").findOne({ studyId: id });
    expect(item?.source).to.equal(source);
  });

  describe("in replicates", () => {
    const rows = [
      "phone;district",
      ...fictionNumbers("landline")
        .slice(20, 27)
        .map((n) => `${n};north`),
    ];
    const states = async () =>
      (
        await deps.db
          .collection("cases")
          .aggregate([
            { $match: { studyId: id } },
            { $group: { _id: { replicate: "$replicate", state: "$state" }, cases: { $sum: 1 } } },
            { $sort: { "_id.replicate": 1 } },
          ])
          .toArray()
      ).map(({ _id, cases: n }) => `${_id.replicate} ${_id.state} ${n >= 2 && n <= 3 ? "2-3" : n}`);

    const batch = async () =>
      String((await deps.db.collection("imports").findOne({ studyId: id, status: "complete" }))?._id);

    it("says how many cases each gets, takes them over, and releases the rest when told to", async () => {
      await upload(rows, undefined, { replicates: "3", release: "1" });
      const check = (await researcher.get(page("/check"))).text;
      expect(check).to.contain("can be taken over: 7 cases").and.contain("<dd>2–3</dd>");
      expect(check).to.contain("Replicates released at once: 1 of 3.");
      await researcher.post(page("/import"));
      expect(await states()).to.deep.equal(["1 ready 2-3", "2 held 2-3", "3 held 2-3"]);
      const stored = await deps.db.collection("cases").find({ studyId: id }).toArray();
      expect(new Set(stored.map(({ random }) => random)).size, "a random number each").to.equal(7);
      for (const upTo of ["0", "1.5", "4", "-1", "many", ""]) {
        const refused = await researcher.post(page("/release"), { batch: await batch(), upTo });
        expect(refused.status, upTo).to.equal(422);
        expect(refused.text).to.contain("The number of a replicate, please: 1 to 3.");
      }
      await researcher.post(page("/release"), { batch: await batch(), upTo: "2" });
      expect(await states()).to.deep.equal(["1 ready 2-3", "2 ready 2-3", "3 held 2-3"]);
    });

    it("releases those of one import, and leaves the other as it is", async () => {
      const parts = { replicates: "3", release: "1" };
      await upload(rows, undefined, parts);
      await researcher.post(page("/import"));
      const second = fictionNumbers("landline").slice(30, 36);
      await upload(["phone;district", ...second.map((n) => `${n};south`)], undefined, parts, "refresh.csv");
      await researcher.post(page("/import"));
      const sections = async () =>
        (await researcher.get(page())).text.split('aria-labelledby="parts-').slice(1);
      const held = async (filename: string) => {
        const found = await deps.db.collection("imports").findOne({ studyId: id, filename });
        return deps.db.collection("cases").countDocuments({ batch: String(found?._id), state: "held" });
      };
      expect(await held("people.csv")).to.be.within(4, 5);
      expect(await held("refresh.csv")).to.equal(4);
      const forms = [...(await researcher.get(page())).text.matchAll(/name="batch" value="([^"]+)"/g)];
      expect(forms).to.have.length(2);
      const headings = (await sections()).flatMap((part) => /<h2[^>]*>([^<]*)/.exec(part)?.[1] ?? []);
      expect(headings[0]).to.match(/^Replicates of refresh\.csv, imported .*\d/);
      expect(headings[1]).to.match(/^Replicates of people\.csv, imported .*\d/);

      const before = await held("people.csv");
      const done = await researcher.post(page("/release"), { batch: forms[0]?.[1] ?? "", upTo: "3" });
      expect(done.location).to.equal(page("?released=4"));
      expect([await held("refresh.csv"), await held("people.csv")]).to.deep.equal([0, before]);
      const audit = await deps.db.collection("audit").findOne({ studyId: id, act: "sample.release" });
      expect(audit).to.deep.include({
        on: forms[0]?.[1],
        what: { file: "refresh.csv", upTo: 3, cases: 4 },
      });
      const left = [...(await researcher.get(page())).text.matchAll(/name="batch" value="([^"]+)"/g)];
      expect(left.map((found) => found[1])).to.deep.equal([forms[1]?.[1]]);
      const refused = await researcher.post(page("/release"), { batch: forms[1]?.[1] ?? "", upTo: "4" });
      expect(refused.text.match(/The number of a replicate, please: 1 to 3\./g)).to.have.length(1);
    });

    it("keeps the file when a number is bad, says so beside it, and takes nothing over", async () => {
      for (const [parts, sentence] of [
        [{ replicates: "0" }, "A whole number from 1 to 1,000"],
        [{ replicates: "1.5" }, "A whole number from 1 to 1,000"],
        [{ replicates: "8" }, "There are fewer cases than replicates."],
        [{ replicates: "3", release: "4" }, "A whole number from 0 to the number of replicates"],
      ] as const) {
        await upload(rows, undefined, parts);
        const check = (await researcher.get(page("/check"))).text;
        expect(check, sentence).to.contain(sentence).and.contain(`value="${parts.replicates}"`);
        expect(check).to.not.contain("Take over");
        expect((await researcher.post(page("/import"))).location).to.equal(page("/check"));
        expect(await cases(), sentence).to.equal(0);
      }
      const chosen = { phones: "phone", "sample.district": "district", country: "DE" };
      await researcher.post(page("/check"), { ...chosen, replicates: "7", release: "0" });
      expect((await researcher.get(page("/check"))).text).to.contain("<dd>1</dd>");
      await researcher.post(page("/import"));
      expect((await states()).every((line) => /^\d held 1$/.test(line))).to.equal(true);
      await researcher.post(page("/release"), { batch: await batch(), upTo: "1" });
      expect((await states())[0]).to.equal("1 ready 1");
    });
  });
});
