import { expect } from "chai";
import { browserHouse } from "../setup/browser-house.ts";
import type { InterviewPage } from "../setup/interview-page.ts";

describe("question types in Chromium", function () {
  this.timeout(60_000);
  const house = browserHouse();
  let at: InterviewPage;

  const open = async (survey: string, options: { javaScriptEnabled?: boolean } = {}) => {
    at = await house.open(survey, options);
  };
  const answers = async () => (await at.stored()).state.answers;
  const next = () => at.page.click("button.button-main");

  it("ranks by the codes in the order named, shows the places, and takes them up again on the way back", async () => {
    await open("ranking");
    await at.press("3", "Space", "1", "Space", "2", "Space", "1", "Space", "Enter");
    await at.step("done");
    expect((await answers()).matters).to.deep.equal({ v: ["3", "2"] });
    await at.press("PageUp");
    await at.step("matters");
    expect(await at.page.locator("[data-rank]").allTextContents()).to.deep.equal(["", "2", "1", ""]);
    await at.press("4", "Space", "Enter");
    await at.step("done");
    expect((await answers()).matters).to.deep.equal({ v: ["3", "2", "4"] });
  });

  it("ranks without script by numbers in the field", async () => {
    await open("ranking", { javaScriptEnabled: false });
    await at.page.fill("#code", "4 1");
    await next();
    expect((await answers()).matters).to.deep.equal({ v: ["4", "1"] });
  });

  it("finds an entry of a list by three letters, an arrow and Enter", async () => {
    await open("lookup");
    await at.type("nur");
    await at.page.waitForSelector("[data-hits] label");
    expect(await at.page.locator("[data-hits] label").allTextContents()).to.have.length(3);
    await at.press("ArrowDown", "ArrowDown", "ArrowUp");
    expect(await at.page.textContent("[data-chosen]")).to.equal("Nurse");
    await at.press("Enter");
    await at.step("done");
    expect((await answers()).job).to.deep.equal({ v: "11" });
    await at.press("PageUp");
    await at.step("job");
    expect(await at.page.inputValue("#code")).to.equal("Nurse");
    await at.page.fill("#code", "");
    await at.press("F2");
    await at.step("done");
    expect((await answers()).job).to.deep.equal({ s: "dk" });
  });

  it("finds an entry of a list without script by searching first", async () => {
    await open("lookup", { javaScriptEnabled: false });
    await at.page.fill("#code", "nurs");
    await next();
    expect(await at.page.textContent("#answer-error")).to.contain("Several entries fit");
    await at.page.check("[name=answer][value='14']", { force: true });
    await next();
    expect((await answers()).job).to.deep.equal({ v: "14" });
  });

  it("takes a phone number as people write it and refuses half of one", async () => {
    await open("phone");
    await at.type("23125");
    await at.press("Enter");
    await at.page.waitForSelector("#answer-error");
    await at.page.fill("#code", "030 / 23125 017");
    await at.press("Enter");
    await at.step("done");
    expect((await answers()).back).to.deep.equal({ v: "+493023125017" });
  });

  it("takes several answers in each row of a grid", async () => {
    await open("grid-many");
    await at.step("uses@radio");
    await at.press("1", "Space", "3", "Space", "Enter");
    await at.step("uses@web");
    await at.press("9", "8", "Enter", "Enter");
    await at.step("done");
    expect(await answers()).to.deep.include({
      "uses@radio": { v: ["1", "3"] },
      "uses@web": { s: "dk" },
    });
  });

  it("fills a list by name, takes one out again, and draws the person with the last birthday", async () => {
    await open("select-birthday");
    for (const name of ["Ann", "Bob", "Cem"]) {
      await at.type(name);
      await at.press("Enter");
      await at.page.waitForSelector(`.roster input[value="${name}"]`);
    }
    await at.page.check(".roster li:nth-child(2) [name=gone]");
    await at.page.fill("#name-0", "Anna");
    await at.press("Enter");
    await at.page.waitForSelector('.roster input[value="Anna"]');
    expect(await at.page.locator(".roster li").count()).to.equal(2);
    await at.press("Enter");
    await at.step("hello@");
    expect(await at.page.textContent("legend")).to.contain("Anna");
    expect(await at.page.textContent(".where")).to.contain("Anna, 1 of 2");
    await at.press("Enter");
    await at.page.locator("legend", { hasText: "Cem" }).waitFor();
    await at.press("Enter");
    await at.step("target");
    await at.press("2", "Enter");
    await at.step("done");
    const { target } = await answers();
    expect(target).to.have.nested.property("v.eligible", 2);
    await at.press("PageUp");
    await at.step("target");
    expect(await at.page.textContent(".question")).to.contain("Cem was drawn, one of 2");
    await at.press("Enter");
    await at.step("done");
    expect((await answers()).target).to.deep.equal(target);
  });

  it("asks a counted roster item by item, draws at random with Enter", async () => {
    await open("selection");
    await at.press("2", "Enter");
    for (const [name, age] of [
      ["Ann", "44"],
      ["Bob", "17"],
    ] as const) {
      await at.step("first_name@");
      await at.type(name);
      await at.press("Enter");
      await at.step("age@");
      expect(await at.page.textContent("legend")).to.contain(name);
      await at.type(age);
      await at.press("Enter");
    }
    await at.step("target");
    await at.press("Enter");
    await at.page.waitForSelector('#step:not([data-key="target"])');
    const { target } = await answers();
    expect(target).to.have.nested.property("v.eligible", 1);
  });

  it("asks each pair of a household once", async () => {
    await open("relations");
    await at.press("2", "Enter");
    for (const name of ["Ann", "Bob"]) {
      await at.step("first_name@");
      await at.type(name);
      await at.press("Enter");
      await at.step("age@");
      await at.press("F2");
    }
    await at.step("kin@");
    expect(await at.page.textContent("legend")).to.contain("Ann is … of Bob");
    await at.press("2", "Enter");
    await at.page.waitForSelector('#step[data-kind="end"]');
    expect(Object.entries(await answers()).find(([key]) => key.startsWith("kin@"))?.[1]).to.deep.equal({
      v: "2",
    });
  });
});
