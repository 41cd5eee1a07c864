import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../server/config.ts";
import { startEmbeddedMongod } from "../../server/db/embedded-mongod.ts";
import { runFieldline } from "../setup/run-fieldline.ts";

describe("fieldline user", function () {
  this.timeout(90_000);
  let folder: string;
  let stop: () => Promise<void>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-user-"));
    // As if a server were running on this folder: the commands work beside it.
    ({ stop } = await startEmbeddedMongod(folder, { ...loadConfig(), log: () => {} }));
  });
  after(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (args: string[], input = "") =>
    runFieldline(["user", ...args], { env: { FIELDLINE_DATA: folder }, input });

  it("makes the first administrator, who then is in the list", async () => {
    const added = await run(
      ["add", "jonas", "--name", "Jonas Adeyemi", "--roles", "admin"],
      "correct horse\n",
    );
    expect(added).to.deep.include({ code: 0, out: "jonas can sign in now (admin)\n" });
    const { users } = JSON.parse((await run(["list", "--json"])).out) as { users: object[] };
    expect(users).to.deep.equal([
      { login: "jonas", name: "Jonas Adeyemi", roles: ["admin"], site: null, disabled: false },
    ]);
  });

  it("says in one line what is wrong and what is allowed", async () => {
    const role = await run(["add", "x.y", "--name", "X", "--roles", "boss"], "correct horse\n");
    expect(role.code).to.equal(1);
    expect(role.err).to.contain('no role "boss"; allowed are interviewer, supervisor');
    const weak = await run(["add", "x.y", "--name", "X", "--roles", "admin"], "short\n");
    expect(weak.err).to.contain("password: A password has at least 10 characters.");
    const unknown = await run(["disable", "nobody"]);
    expect(unknown.code).to.equal(1);
    expect(unknown.err).to.contain("No account has the user name nobody.");
  });
});
