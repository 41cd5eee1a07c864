import { expect } from "chai";
import { localPath, refererPath } from "../../../server/http/local-path.ts";

describe("a path to go back to", () => {
  it("is taken when it is one of this site", () => {
    expect(localPath("/studies/city?page=2")).to.equal("/studies/city?page=2");
    expect(localPath("/")).to.equal("/");
  });

  it("is never another site, however it is written", () => {
    for (const text of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example/",
      "evil",
      "",
      undefined,
      7,
    ])
      expect(localPath(text), String(text)).to.equal(null);
    expect(localPath("/\t/evil.example")).to.equal(null);
  });

  it("comes from the referer only of the same host", () => {
    expect(refererPath("http://here:3000/work?x=1", "here:3000")).to.equal("/work?x=1");
    expect(refererPath("http://there/work", "here:3000")).to.equal(null);
    expect(refererPath(undefined, "here:3000")).to.equal(null);
  });
});
