import type { Browser } from "playwright-core";
import { startChromium } from "./chromium.ts";
import { type InterviewPage, openInterviewPage } from "./interview-page.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { type TestDeps, testDeps } from "./test-deps.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

export interface BrowserHouse {
  readonly deps: TestDeps;
  /** An interview in a window of its own, which is closed after the test. */
  open(survey: string, options?: { javaScriptEnabled?: boolean }): Promise<InterviewPage>;
}

/** Database, server and Chromium for the tests of a file. Call it inside `describe`. */
export function browserHouse(): BrowserHouse {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let browser: Browser;
  let at: InterviewPage | undefined;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    browser = await startChromium();
  });
  afterEach(() => at?.context.close());
  after(async () => {
    await browser?.close();
    await server?.close();
    await database?.close();
  });
  return {
    get deps() {
      return deps;
    },
    async open(survey, options = {}) {
      at = await openInterviewPage(deps, server, browser, survey, options);
      return at;
    },
  };
}
