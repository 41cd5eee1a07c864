import { expect } from "chai";
import { findUserByLogin } from "../../../server/users/user-store.ts";
import { type SignedInClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("an administrator", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let admin: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    admin = await server.client("admin");
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const lena = {
    name: "Lena Fuchs",
    login: "lena.fuchs",
    password: testPassword,
    roles: ["interviewer"],
    languages: "de, en",
    locale: "de",
  };

  it("adds somebody, who can then sign in", async () => {
    expect((await admin.post("/users/new", lena)).location).to.equal("/users");
    expect((await admin.get("/users?role=interviewer")).text).to.contain("Lena Fuchs");
    expect((await server.stranger().signIn("lena.fuchs", testPassword)).location).to.equal("/work");
  });

  it("finds what was typed and the fault at its field when an account cannot be made", async () => {
    const refused = await admin.post("/users/new", {
      ...lena,
      name: "Lena <b>F</b>",
      password: "short",
      roles: [],
    });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('value="Lena &lt;b&gt;F&lt;/b&gt;"').and.to.contain('value="de, en"');
    expect(refused.text).to.contain('id="password-error"').and.to.contain('id="roles-error"');
    expect(refused.text).not.to.contain("k9#tiny");
    const taken = await admin.post("/users/new", lena);
    expect(taken.text).to.contain("There is already an account with this user name.");
  });

  it("sets a new password, and the old one is gone", async () => {
    const { user } = await server.client("researcher");
    const weak = await admin.post(`/users/${user._id}/password`, { password: "1234567890" });
    expect(weak.status).to.equal(422);
    expect(weak.text).to.contain("too easy to guess");
    await admin.post(`/users/${user._id}/password`, { password: "two wrongs make none" });
    expect((await server.stranger().signIn(user.login, testPassword)).status).to.equal(401);
    expect((await server.stranger().signIn(user.login, "two wrongs make none")).status).to.equal(303);
  });

  it("is told what shutting out does, shuts out and lets in again, but never herself", async () => {
    const { user } = await server.client("supervisor");
    const page = `/users/${user._id}`;
    expect((await admin.get(page)).text).to.contain("is signed out within seconds");
    await admin.post(`${page}/disable`);
    expect((await server.stranger().signIn(user.login, testPassword)).status).to.equal(401);
    await admin.post(`${page}/disable`, { undo: "1" });
    expect((await server.stranger().signIn(user.login, testPassword)).status).to.equal(303);
    expect((await admin.post(`/users/${admin.user._id}/disable`)).status).to.equal(409);
    expect((await findUserByLogin(deps.db, admin.user.login))?.disabled).to.equal(false);
  });

  it("reads in the audit who did all that", async () => {
    const page = await admin.get("/audit");
    for (const act of ["account made", "password set", "account shut out", "account let in again"])
      expect(page.text).to.contain(act);
    expect(page.text).to.contain(admin.user.name);
    expect(page.text).not.to.contain(testPassword);
  });
});
