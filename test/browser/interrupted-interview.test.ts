import { expect } from "chai";
import { browserHouse } from "../setup/browser-house.ts";
import { beforeEveryWrite, unreachable } from "../setup/crash-before-write.ts";
import type { InterviewPage } from "../setup/interview-page.ts";
import { testPassword } from "../setup/test-client.ts";

describe("an interview that is interrupted, in Chromium", function () {
  this.timeout(60_000);
  const house = browserHouse();
  let at: InterviewPage;

  beforeEach(async () => {
    at = await house.open("short-call");
    await at.press("Enter");
    await at.step("used");
  });

  const notice = (text: string) => at.page.locator(".sending-notice", { hasText: text }).waitFor();

  it("by an expired session goes on with one Enter after signing in in another tab", async () => {
    await house.deps.db.collection("sessions").deleteMany({});
    // A session is remembered for some seconds.
    house.deps.clock.advance(30_000);
    await at.press("2", "Enter");
    await notice("You were signed out");
    const opens = at.context.waitForEvent("page");
    await at.page.click(".sending-notice a");
    const tab = await opens;
    await tab.fill("[name=user]", at.client.user.login);
    await tab.fill("[name=password]", testPassword);
    await tab.press("[name=password]", "Enter");
    await tab.waitForURL((url) => url.pathname !== "/sign-in");
    await tab.close();
    await at.page.focus("#code");
    await at.press("Enter");
    await at.step("happy");
    expect((await at.stored()).state.answers.used).to.deep.equal({ v: "2" });
    await at.press("7", "Enter");
    await at.step("trust@mayor");
    expect((await at.stored()).state.answers.happy).to.deep.equal({ v: 7 });
  });

  it("by a database that is away goes on by itself when it is back", async () => {
    const { restore } = beforeEveryWrite(() => {
      throw unreachable();
    });
    try {
      await at.press("2", "Enter");
      await notice("What you typed stays here");
      expect((await at.stored()).state.answers.used).to.equal(undefined);
    } finally {
      restore();
    }
    await at.step("happy");
    expect((await at.stored()).state.answers.used).to.deep.equal({ v: "2" });
  });
});
