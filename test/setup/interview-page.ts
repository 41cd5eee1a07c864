import type { Browser, BrowserContext, Page } from "playwright-core";
import { forgetFieldStudies } from "../../server/cases/field-study.ts";
import type { InterviewDoc } from "../../server/interviews/interview-model.ts";
import { interviewModel } from "../../server/interviews/interview-model.ts";
import { openStudy } from "./interview-fixture.ts";
import type { SignedInClient } from "./test-client.ts";
import type { TestDeps } from "./test-deps.ts";
import type { TestServer } from "./test-server.ts";

/** A case called and its interview open at the first question, in a browser that is signed in. */
export interface InterviewPage {
  client: SignedInClient;
  context: BrowserContext;
  page: Page;
  url: string;
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Waits until this step is on the screen. */
  step(key: string): Promise<unknown>;
  stored(): Promise<InterviewDoc>;
}

/** Numbers are called by the whole institute: a study of its own needs its own. */
let firstNumber = 0;

/** Calls a case of a new study by plain forms, up to its first question. */
export async function openByForms(
  deps: TestDeps,
  server: TestServer,
  survey: string,
): Promise<{ client: SignedInClient; url: string }> {
  const client = await server.client("interviewer");
  firstNumber += 3;
  await openStudy(deps, { survey, userIds: [client.user._id], firstNumber });
  forgetFieldStudies(deps);
  const next = await client.post("/work/next");
  await client.post(`${next.location}/dial`, { number: "n1" });
  const opened = await client.post(`${next.location}/contact`, { person: "target" });
  return { client, url: opened.location ?? "" };
}

export async function openInterviewPage(
  deps: TestDeps,
  server: TestServer,
  browser: Browser,
  survey: string,
  options: { javaScriptEnabled?: boolean } = {},
): Promise<InterviewPage> {
  const { client, url } = await openByForms(deps, server, survey);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en",
    ...options,
  });
  context.setDefaultTimeout(5000);
  await context.addCookies(client.cookies());
  const page = await context.newPage();
  await page.goto(server.url + url);
  return {
    ...{ client, context, page, url },
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    type: (text) => page.keyboard.type(text),
    step: (key) => page.waitForSelector(`#step[data-key^="${key}"]`, { state: "attached" }),
    stored: async () => {
      const found = await interviewModel(deps.db).findOne({ interviewers: client.user._id }).lean();
      if (!found) throw new Error("no interview");
      return found;
    },
  };
}
