import { expect } from "chai";
import { interviewModel } from "../../server/interviews/interview-model.ts";
import { browserHouse } from "../setup/browser-house.ts";
import type { InterviewPage } from "../setup/interview-page.ts";

describe("beside the question, in Chromium", function () {
  this.timeout(60_000);
  const house = browserHouse();
  let at: InterviewPage;

  beforeEach(async () => {
    at = await house.open("two-languages");
  });

  it("changes the language of the interview with one key, at the same question", async () => {
    await at.press("Enter");
    await at.step("used");
    expect(await at.page.textContent("legend")).to.contain("Have you been to the library");
    await at.press("l");
    await at.page.locator("legend", { hasText: "Waren Sie" }).waitFor();
    expect((await at.stored()).state.language).to.equal("de");
    await at.press("1", "Enter");
    await at.step("done");
    expect((await at.stored()).state.answers.used).to.deep.equal({ v: "1" });
  });

  it("keeps a note for the next call, and the words while the questions go on", async () => {
    await at.press("n");
    await at.type("Prefers mornings");
    await at.page.focus("#code, #step .button-main");
    await at.press("Enter");
    await at.step("used");
    expect(await at.page.inputValue("#note-text")).to.equal("Prefers mornings");
    await at.press("n", "Enter");
    await at.page.waitForSelector("[data-note-saved]:not([hidden])");
    expect(await at.page.evaluate(() => document.activeElement?.id)).to.equal("code");
    await at.press("1", "Enter");
    await at.step("done");
    expect(await at.page.textContent(".station-side")).to.contain("Prefers mornings");
    const contact = await house.deps.db.collection("contacts").findOne({ "notes.0": { $exists: true } });
    expect(JSON.stringify(contact)).not.to.contain("mornings");
  });

  it("saves and takes a pause with F9 at the end", async () => {
    await at.press("Enter");
    await at.step("used");
    await at.press("1", "Enter");
    await at.step("done");
    await at.press("F9");
    await at.page.waitForURL(
      (url) => !url.pathname.startsWith("/interviews") && !url.pathname.startsWith("/cases"),
    );
    expect((await at.stored()).status).to.equal("complete");
    expect(
      await house.deps.db.collection("cases").countDocuments({ "lease.by": at.client.user._id }),
    ).to.equal(0);
  });

  it("shows who has taken the interview over, and what was typed and not saved", async () => {
    await at.press("Enter");
    await at.step("used");
    await interviewModel(house.deps.db).updateOne(
      { interviewers: at.client.user._id },
      { $set: { holder: { userId: "u9", name: "Bela Novak" } }, $inc: { fence: 1, revision: 1 } },
    );
    await at.press("2", "Enter");
    await at.page.locator("h1", { hasText: "taken over by Bela Novak" }).waitFor();
    expect(await at.page.textContent("main, body")).to.match(/Not saved here:\s*2/);
    expect(new URL(at.page.url()).pathname).to.equal(at.url);
    expect((await at.stored()).state.answers.used).to.equal(undefined);
  });
});
