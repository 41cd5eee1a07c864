import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { forgetFieldStudies } from "../../server/cases/field-study.ts";
import { interviewModel } from "../../server/interviews/interview-model.ts";
import { addToTeam } from "../../server/studies/studies.ts";
import { setLocale } from "../../server/users/users.ts";
import { axeFaults } from "../setup/axe-faults.ts";
import { startChromium } from "../setup/chromium.ts";
import { openStudy } from "../setup/interview-fixture.ts";
import { type SignedInClient, testPassword } from "../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../setup/test-database.ts";
import { type TestDeps, testDeps } from "../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../setup/test-server.ts";

describe("an interview in Chromium", function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let client: SignedInClient;
  let studyId: string;
  const faults: string[] = [];

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    browser = await startChromium();
    studyId = (await openStudy(deps, { userIds: [], cases: 20 })).studyId;
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await database?.close();
  });
  beforeEach(async () => {
    client = await server.client("interviewer", { name: "Ayla Demir" });
    await addToTeam(deps, studyId, client.user._id, "test");
    forgetFieldStudies(deps);
  });
  afterEach(() => context?.close());

  async function signIn(
    options: { javaScriptEnabled?: boolean; colorScheme?: "light" | "dark"; locale?: string } = {},
  ) {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en", ...options });
    context.setDefaultTimeout(5000);
    page = await context.newPage();
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${server.url}/sign-in`);
    await page.fill("[name=user]", client.user.login);
    await page.fill("[name=password]", testPassword);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/work");
  }

  const step = (key: string) =>
    page.waitForSelector(`#step[data-key="${key}"]:not([data-old])`, { state: "attached" });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  async function toFirstQuestion() {
    await press("Enter");
    await page.waitForURL("**/cases/*");
    await press("Enter");
    await page.waitForURL("**/contact");
    await press("1", "Enter");
    await step("intro");
    await press("Enter");
    await step("used");
  }

  async function expectAccessible(name: string) {
    expect(await axeFaults(page), name).to.deep.equal([]);
  }

  it("is done from the next case to the end without touching the mouse", async () => {
    await signIn();
    await toFirstQuestion();
    await press("1");
    expect(await page.textContent("[data-chosen]")).to.equal("Yes");
    await press("Enter");
    await step("which");
    await press("1", "Space", "2", "Space", "1", "Space", "Enter");
    await step("visits");
    await press("1", "2", "0", "Enter");
    await step("visits_high");
    await press("3", "Enter");
    await step("happy");
    await press("1", "0", "Enter");
    await step("trust@mayor");
    await press("2", "Enter");
    await step("trust@press");
    await press("F2");
    await step("moved");
    await page.keyboard.type("24.12.2001");
    await press("Enter");
    await step("wish");
    await press("PageUp");
    await step("moved");
    await press("PageDown");
    await step("wish");
    await page.keyboard.type("More trees");
    await press("Enter");
    await step("done");
    await press("Enter");
    await page.waitForURL("**/cases/*");
    const stored = await interviewModel(deps.db).findOne({ interviewers: client.user._id }).lean();
    expect(stored?.status).to.equal("complete");
    expect(stored?.state.answers).to.deep.include({
      which: { v: ["2"] },
      visits: { v: 120 },
      happy: { v: 10 },
      "trust@press": { s: "dk" },
      wish: { v: "More trees" },
    });
    expect(faults).to.deep.equal([]);
  });

  it("works without script", async () => {
    await signIn({ javaScriptEnabled: false });
    await page.click("button.button-main");
    await page.click("#dial");
    await page.check("[name=person][value=target]", { force: true });
    await page.click("button.button-main");
    await page.click("button.button-main");
    await page.check("[name=answer][value='2']", { force: true });
    await page.click("button.button-main");
    await page.fill("#code", "7");
    await page.click("button.button-main");
    await page.click("text=back");
    expect(await page.isChecked("[name=answer][value='7']")).to.equal(true);
    const stored = await interviewModel(deps.db).findOne({ interviewers: client.user._id }).lean();
    expect(stored?.state.answers).to.deep.include({ used: { v: "2" }, happy: { v: 7 } });
  });

  it("codes a broken-off interview with an appointment by letters and digits", async () => {
    await signIn();
    await toFirstQuestion();
    await press("1", "Enter");
    await step("which");
    await press("F8");
    await page.waitForURL("**/outcome");
    await press("a");
    await page.keyboard.type("1830");
    await press("Enter");
    await page
      .waitForURL((url) => !url.pathname.endsWith("/outcome"))
      .catch(async (e) => {
        console.log((await page.textContent("main"))?.replace(/\s+/g, " ").slice(0, 600));
        throw e;
      });
    const found = await deps.db.collection("cases").findOne({ "appointment.kind": "hard" });
    expect(found?.state).to.equal("appointment");
    const interview = await interviewModel(deps.db).findOne({ interviewers: client.user._id }).lean();
    expect(interview?.status).to.equal("open");
    expect(interview?.holder).to.equal(null);
  });

  it("keeps what was typed while the server is away, and sends it when it is back", async () => {
    await signIn();
    await toFirstQuestion();
    await context.setOffline(true);
    await press("2", "Enter");
    await page.waitForSelector(".sending-notice");
    await context.setOffline(false);
    await step("happy");
    const stored = await interviewModel(deps.db).findOne({ interviewers: client.user._id }).lean();
    expect(stored?.state.answers.used).to.deep.equal({ v: "2" });
  });

  for (const [colorScheme, locale] of [
    ["light", "en"],
    ["dark", "de"],
  ] as const)
    it(`is accessible on every page, ${colorScheme}, ${locale}`, async () => {
      await setLocale(deps, client.user._id, locale);
      await signIn({ colorScheme, locale });
      expect(await page.getAttribute("html", "lang")).to.equal(locale);
      await expectAccessible("home");
      await press("Enter");
      await page.waitForURL("**/cases/*");
      await expectAccessible("start");
      await page.goto(`${page.url()}/release`);
      await expectAccessible("giving the case back");
      await page.goBack();
      await press("Enter");
      await page.waitForURL("**/contact");
      await expectAccessible("contact");
      await press("1", "Enter");
      await step("intro");
      await expectAccessible("info");
      await press("Enter");
      await step("used");
      await expectAccessible("single");
      await press("1", "Enter");
      await step("which");
      await expectAccessible("multiple");
      await press("1", "Space", "Enter");
      await step("visits");
      await press("0", "Enter");
      await step("visits_none");
      await expectAccessible("hard check");
      await press("1", "Enter");
      await step("visits");
      await page.fill("#code", "5");
      await press("Enter");
      await step("happy");
      await expectAccessible("scale");
      await press("5", "Enter");
      await step("trust@mayor");
      await expectAccessible("grid");
      await press("F8");
      await page.waitForURL("**/outcome");
      await expectAccessible("outcome");
    });
});
