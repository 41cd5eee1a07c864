import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import type { Questionnaire } from "../../surveys/engine/index.ts";
import { storeInterviews, studyWithQuestionnaire } from "../server/results/results-fixture.ts";
import { startChromium } from "../setup/chromium.ts";
import { openStudy, surveyFixture } from "../setup/interview-fixture.ts";
import type { SignedInClient } from "../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../setup/test-database.ts";
import { type TestDeps, testDeps } from "../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../setup/test-server.ts";

const bad = `<script>window.hit=1</script><img src=x onerror="window.hit=2">' " autofocus onfocus="window.hit=3`;
const template = `{{{constructor}}} {name} \${7+7} #{7+7} <%= 7+7 %>`;
const rightToLeft = "مرحبا שלום";

function fields(html: string): Record<string, string> {
  const form = /<form[^>]*id="step"[\s\S]*$/.exec(html)?.[0] ?? "";
  const hidden = form.matchAll(/<input type="hidden" name="(fence|seq|key|at)" value="([^"]*)"/g);
  return Object.fromEntries([...hidden].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

describe("hostile strings on a page", () => {
  let database: TestDatabase;
  let server: TestServer;
  let deps: TestDeps;
  let client: SignedInClient;
  let browser: Browser;
  let page: Page;
  let url = "";

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("interviewer");
    await openStudy(deps, { survey: "hostile", userIds: [client.user._id] });
    browser = await startChromium();
    page = await browser.newPage();
    await page.route("**/*", (route) => route.abort());
    const next = (await client.post("/work/next")).location ?? "";
    await client.post(`${next}/dial`, { number: "n1" });
    url = (await client.post(`${next}/contact`, { person: "target" })).location ?? "";
  });
  after(async () => {
    await browser.close();
    await server.close();
    await database.close();
  });

  /** What a person would see, in a browser that no content policy protects: escaping alone has to do. */
  async function shown(html: string): Promise<string> {
    await page.setContent(html);
    const found = await page.evaluate(() => ({
      text: document.body.textContent ?? "",
      fields: [...document.querySelectorAll("input, textarea")].map(
        (field) => (field as HTMLInputElement).value,
      ),
      hit: (window as unknown as { hit?: number }).hit ?? 0,
      strange: document.querySelectorAll("body script:not([src]), img[src=x], [onfocus], [onerror]").length,
    }));
    expect(found.hit, "code of the questionnaire ran").to.equal(0);
    expect(found.strange, "markup of the questionnaire became elements").to.equal(0);
    return `${found.text}\n${found.fields.join("\n")}`.replaceAll(/\s+/g, " ");
  }

  async function answer(entries: Record<string, string | string[]>): Promise<string> {
    const html = (await client.get(url)).text;
    const posted = await client.post(`${url.split("?")[0]}/acts`, { ...fields(html), ...entries });
    if (posted.status !== 303) return shown(posted.text);
    url = posted.location ?? "";
    return shown((await client.get(url)).text);
  }

  it("is text on every step of an interview, typed answers included", async () => {
    const first = await shown((await client.get(url)).text);
    for (const role of ["block", "read", "instruction", "probe", "help", "dk"])
      expect(first, role).to.include(`${role} ${bad}`);
    expect(first).to.include(`refused ${rightToLeft}`);
    const pick = await answer({ code: bad });
    expect(pick).to.include(`You said ${bad}. ${template}`);
    expect(pick).to.include(`one ${bad}`).and.include(`two ${rightToLeft}`).and.include("x".repeat(10_000));
    expect(pick).to.include(`which ${bad}`);
    expect(await answer({ answer: "4", "other:pick_other": bad })).to.include(`check ${bad} ${bad}`);
    expect(await answer({ check: "2" }), "the way back shows what was typed").to.include(bad);
  });

  it("is text in the codebook and in the list of charts", async () => {
    const reader = await server.client("client");
    const definition = surveyFixture("hostile") as unknown as Questionnaire;
    const study = await studyWithQuestionnaire(deps, {
      definition,
      released: true,
      team: [reader.user._id],
      key: "hostile",
    });
    await storeInterviews(deps, study, [{ word: { v: bad }, pick: { v: "4" }, pick_other: { v: bad } }]);
    const codebook = await shown((await reader.get(`/results/${study.key}/codebook.html`)).text);
    for (const role of ["read", "label", "one", "least", "row a"])
      expect(codebook, role).to.include(`${role} ${bad}`);
    await shown((await reader.get(`/results/${study.key}`)).text);
    const csv = (await reader.get(`/results/${study.key}/export.csv`)).text;
    expect(csv).to.not.match(/(^|[;,\t\n]"?)=HYPERLINK/);
  });
});
