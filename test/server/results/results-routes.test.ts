import { createCanvas, loadImage } from "@napi-rs/canvas";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { changeStudy, getStudy, publishVersion } from "../../../server/studies/studies.ts";
import type { StudyDoc } from "../../../server/studies/study-model.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";
import { passenger, smallQuestionnaire, storeInterviews, studyWithQuestionnaire } from "./results-fixture.ts";

describe("results by page", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let client: SignedInClient;
  let study: StudyDoc;
  const people = Array.from({ length: 40 }, (_, index) => passenger(index));

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("client");
    study = await studyWithQuestionnaire(deps, { released: true, team: [client.user._id] });
    await storeInterviews(deps, study, people);
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const paths = [
    "",
    "/charts.json",
    "/export.csv",
    "/codebook.html",
    "/chart.svg?question=used",
    "/chart.png?question=used",
  ];

  it("lists a client's own released studies and no others", async () => {
    const secret = await studyWithQuestionnaire(deps, { team: [client.user._id], key: "secret-study" });
    const foreign = await studyWithQuestionnaire(deps, { released: true, key: "foreign-study" });
    const page = await client.get("/results");
    expect(page.status).to.equal(200);
    expect(page.text).to.include(`/results/${study.key}`).and.include("Interim");
    expect(page.text).to.not.include(secret.key).and.not.include(foreign.key);
  });

  it("says so when nothing has been released", async () => {
    const fresh = await server.client("client");
    expect((await fresh.get("/results")).text).to.include("No results have been released for you yet.");
  });

  it("answers as if an unreleased or foreign study did not exist", async () => {
    const secret = await studyWithQuestionnaire(deps, { team: [client.user._id] });
    const foreign = await studyWithQuestionnaire(deps, { released: true });
    for (const { key } of [secret, foreign])
      for (const path of paths)
        expect((await client.get(`/results/${key}${path}`)).status, path).to.equal(404);
    await changeStudy(deps, secret._id, { released: { results: true } }, "test");
    expect((await client.get(`/results/${secret.key}`)).status).to.equal(200);
  });

  it("lets in neither interviewers nor strangers", async () => {
    const interviewer = await server.client("interviewer");
    for (const path of paths) {
      expect((await interviewer.get(`/results/${study.key}${path}`)).status, path).to.equal(403);
      const stranger = await server
        .stranger()
        .get(`/results/${study.key}${path}`, { accept: "application/json" });
      expect(stranger.status, path).to.equal(401);
    }
  });

  it("shows the house its own studies before they are released", async () => {
    const researcher = await server.client("researcher");
    const draft = await studyWithQuestionnaire(deps, { team: [researcher.user._id] });
    expect((await researcher.get(`/results/${draft.key}`)).status).to.equal(200);
  });

  it("shows progress, every chart and its numbers, and nothing personal", async () => {
    const { text } = await client.get(`/results/${study.key}`);
    expect(text)
      .to.include("Northmoor City Council")
      .and.include("Use of the bus")
      .and.include("Punctuality");
    expect(text).to.match(/40 <small>of 100 interviews/);
    expect(text).to.include(`chart.svg?question=why`).and.include("10:00");
    expect(text).to.not.match(/Secretperson|442079460123|surname|call_me|case-/);
  });

  it("speaks German to who reads German", async () => {
    const german = await server.client("client", { locale: "de" });
    const own = await studyWithQuestionnaire(deps, { released: true, team: [german.user._id] });
    await storeInterviews(deps, own, people);
    const { text } = await german.get(`/results/${own.key}`);
    expect(text)
      .to.include("Nutzung des Busses")
      .and.include("Zwischenstand")
      .and.include("von 100 Interviews");
  });

  it("downloads the data as CSV of the kind that was asked for", async () => {
    const answer = await client.get(`/results/${study.key}/export.csv?values=labels&separator=semicolon`);
    expect(answer.headers.get("content-type")).to.equal("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).to.match(
      /^attachment; filename="?buses-.*labels-2026-11-19\.csv/,
    );
    const rows = parse(answer.text, { bom: true, columns: true, delimiter: ";" }) as Record<string, string>[];
    expect(rows).to.have.length(people.length);
    expect(rows[0]).to.include({ used: "Yes", words: "'=SUM(A0)" });
  });

  it("names each wrong word of a download and what is allowed", async () => {
    const answer = await client.get(`/results/${study.key}/export.csv?values=all&bom=perhaps`, {
      accept: "application/json",
    });
    expect(answer.status).to.equal(422);
    expect(JSON.parse(answer.text).errors).to.deep.equal([
      { pointer: "values", detail: 'found "all", allowed: codes, labels, both' },
      { pointer: "bom", detail: 'found "perhaps", allowed: yes, no' },
    ]);
  });

  it("breaks the download when an interview cannot be read, instead of ending it early", async () => {
    const broken = await studyWithQuestionnaire(deps, { released: true, team: [client.user._id] });
    const docs = await storeInterviews(deps, broken, people);
    const last = docs.at(-1)?._id;
    await interviewModel(deps.db).collection.updateOne({ _id: last as never }, { $set: { state: null } });
    const failure = await client.get(`/results/${broken.key}/export.csv`).then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    expect(failure).to.be.oneOf(["fetch failed", "terminated"]);
  });

  it("draws a chart as SVG and PNG", async () => {
    const svg = await client.get(`/results/${study.key}/chart.svg?question=rating`);
    expect(svg.headers.get("content-type")).to.include("image/svg+xml");
    expect(svg.text)
      .to.include(">Punctuality<")
      .and.include(">Seats<")
      .and.include("Base: all respondents, n = 40.");
    const png = await client.get(`/results/${study.key}/chart.png?question=rating`);
    const image = await loadImage(png.bytes);
    const canvas = createCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const { data } = canvas.getContext("2d").getImageData(0, 0, image.width, image.height);
    const colours = new Set(
      Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join()),
    );
    for (const colour of ["255,255,255", "13,88,117", "200,206,203"])
      expect(colours.has(colour), colour).to.equal(true);
  });

  it("names the questions with charts when asked for another", async () => {
    const answer = await client.get(`/results/${study.key}/chart.svg?question=surname`, {
      accept: "application/json",
    });
    expect(answer.status).to.equal(404);
    expect(JSON.parse(answer.text).detail)
      .to.include("surname")
      .and.include("used, why, rides, rating, score");
  });

  it("withholds frequencies on few interviews from clients, in the codebook too", async () => {
    const researcher = await server.client("researcher");
    const few = await studyWithQuestionnaire(deps, {
      released: true,
      team: [client.user._id, researcher.user._id],
    });
    await storeInterviews(deps, few, people.slice(0, 20));
    const outside = await client.get(`/results/${few.key}/codebook.html`);
    expect(outside.text).to.include("Base under 30: not shown.").and.not.include(">75.0<");
    const page = (await client.get(`/results/${few.key}`)).text;
    expect(page).to.include("Base under 30: not shown.").and.not.include("<img");
    const inside = await researcher.get(`/results/${few.key}/codebook.html`);
    expect(inside.text).to.include("Base under 50: read with care.").and.include(">75.0<");
  });

  it("says on the page and in the codebook what changed between versions of the questionnaire", async () => {
    const old = await studyWithQuestionnaire(deps, { released: true, team: [client.user._id], key: "waves" });
    await storeInterviews(deps, old, people);
    const definition = {
      ...smallQuestionnaire,
      items: smallQuestionnaire.items.filter(({ id }) => id !== "words"),
    };
    await publishVersion(deps, { studyId: old._id, definition, by: "test" });
    await storeInterviews(deps, await getStudy(deps, old._id), [{ used: { v: "2" } }]);
    const note = "words was asked in version 1 only.";
    expect((await client.get("/results/waves")).text).to.include(note);
    expect((await client.get("/results/waves/codebook.html")).text)
      .to.include(note)
      .and.include('id="v-words"');
    expect((await client.get(`/results/${study.key}`)).text).to.not.include("Several versions");
  });

  it("gives a codebook that stands alone, with no script and nothing personal", async () => {
    const { text, headers } = await client.get(`/results/${study.key}/codebook.html`);
    expect(headers.get("content-security-policy")).to.match(/^default-src 'none'; style-src 'sha256-/);
    expect(text).to.include("Warum nutzen Sie ihn?").and.include("Why do you use it?");
    expect(text)
      .to.include("<code>why_97</code>")
      .and.match(/<code>used \S+ &#x27;1&#x27;<\/code>/);
    expect(text).to.not.match(/<script|<link|surname|call_me|SUM\(A/);
  });
});
