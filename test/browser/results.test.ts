import { expect } from "chai";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { StudyDoc } from "../../server/studies/study-model.ts";
import { passenger, storeInterviews, studyWithQuestionnaire } from "../server/results/results-fixture.ts";
import { axeFaults } from "../setup/axe-faults.ts";
import { startChromium } from "../setup/chromium.ts";
import type { SignedInClient } from "../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../setup/test-database.ts";
import { testDeps } from "../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../setup/test-server.ts";

describe("results in a browser", function () {
  this.timeout(60000);
  let database: TestDatabase;
  let server: TestServer;
  let browser: Browser;
  let client: SignedInClient;
  let study: StudyDoc;

  before(async () => {
    database = await openTestDatabase();
    const deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("client");
    study = await studyWithQuestionnaire(deps, { released: true, team: [client.user._id] });
    await storeInterviews(
      deps,
      study,
      Array.from({ length: 60 }, (_, index) => passenger(index)),
    );
    browser = await startChromium();
  });
  after(async () => {
    await browser?.close();
    await server.close();
    await database.close();
  });

  /** A page of the client's session; collects what the browser complains about. */
  async function open<T>(
    path: string,
    options: BrowserContextOptions,
    work: (page: Page, complaints: string[]) => Promise<T>,
  ): Promise<T> {
    const context: BrowserContext = await browser.newContext(options);
    await context.addCookies(client.cookies());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("favicon")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    try {
      await page.goto(server.url + path);
      return await work(page, complaints);
    } finally {
      await context.close();
    }
  }

  const drawn = (page: Page) => page.waitForSelector("html[data-charts-drawn]", { state: "attached" });

  /** Share of pixels of a canvas that are drawn on. */
  const inkOf = (page: Page, selector: string) =>
    page.$eval(selector, (element) => {
      const canvas = element as HTMLCanvasElement;
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let drawnOn = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) drawnOn++;
      return drawnOn / (canvas.width * canvas.height);
    });

  it("draws every chart in the page, without a complaint of the browser", async () => {
    await open(`/results/${study.key}`, {}, async (page, complaints) => {
      await drawn(page);
      const charts = await page.$$eval("canvas", (all) => all.map((one) => one.getAttribute("aria-label")));
      expect(charts).to.deep.equal([
        "Chart: Use of the bus",
        "Chart: Reasons",
        "Chart: Rides a week",
        "Chart: Rating",
        "Chart: Score",
      ]);
      expect(await inkOf(page, "canvas >> nth=0")).to.be.greaterThan(0.1);
      expect(complaints.filter((line) => !line.includes("404"))).to.deep.equal([]);
    });
  });

  it("shows the server's pictures when there is no script", async () => {
    await open(`/results/${study.key}`, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator("img[data-chart]").count()).to.equal(5);
      const first = page.locator("img[data-chart]").first();
      await first.scrollIntoViewIfNeeded();
      expect(await first.evaluate((image) => (image as HTMLImageElement).decode().then(() => true))).to.equal(
        true,
      );
      expect((await first.boundingBox())?.height).to.be.greaterThan(150);
    });
  });

  it("says in a table what each chart shows", async () => {
    await open(`/results/${study.key}`, {}, async (page) => {
      await page.locator("summary", { hasText: "Use of the bus" }).click();
      const cells = await page
        .locator("section", { hasText: "Use of the bus" })
        .locator("tbody tr")
        .first()
        .innerText();
      expect(cells.split(/\s+/)).to.deep.equal(["Yes", "75.0", "45"]);
    });
  });

  for (const colorScheme of ["light", "dark"] as const)
    it(`has no fault that axe can find in ${colorScheme} colours`, async () => {
      for (const path of ["/results", `/results/${study.key}`])
        await open(path, { colorScheme }, async (page) => {
          if (path !== "/results") await drawn(page);
          expect(await axeFaults(page), path).to.deep.equal([]);
        });
    });

  it("fits a phone without scrolling sideways, tables open", async () => {
    await open(`/results/${study.key}`, { viewport: { width: 390, height: 844 } }, async (page) => {
      await drawn(page);
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(390);
    });
  });

  it("shows the codebook with its own style, allowed by its policy, and no fault that axe can find", async () => {
    await open(`/results/${study.key}/codebook.html`, {}, async (page, complaints) => {
      expect(await page.title()).to.equal("Buses 2026: Codebook");
      expect(await page.locator("section").count()).to.equal(9);
      const row = page.locator("#v-used tbody tr").first();
      expect((await row.innerText()).split(/\s+/)).to.deep.equal([
        "1",
        "EN",
        "Yes",
        "DE",
        "Ja",
        "45",
        "75.0",
      ]);
      expect(await page.$eval("body", (body) => getComputedStyle(body).maxWidth)).to.equal("960px");
      expect(complaints.filter((line) => !line.includes("404"))).to.deep.equal([]);
      expect(await axeFaults(page)).to.deep.equal([]);
    });
  });
});
