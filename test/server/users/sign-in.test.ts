import { expect } from "chai";
import { addUser, setDisabled, setPassword } from "../../../server/users/users.ts";
import { testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("signing in", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    await addUser(
      deps,
      { login: "ayla.demir", name: "Ayla Demir", password: testPassword, roles: ["interviewer"] },
      "test",
    );
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  it("sends a stranger to the sign-in page and then back to where she wanted to go", async () => {
    const client = server.stranger();
    const refused = await client.get("/users?role=admin");
    expect(refused.status).to.equal(303);
    expect(refused.location).to.equal("/sign-in?next=%2Fusers%3Frole%3Dadmin");
    const page = await client.get(refused.location ?? "");
    expect(page.text).to.contain('name="next" value="/users?role&#x3D;admin"');
    const entered = await client.signIn("Ayla.Demir", testPassword, "/users?role=admin");
    expect(entered.location).to.equal("/users?role=admin");
  });

  it("never leads to another site", async () => {
    for (const next of [
      "https://evil.example/",
      "//evil.example/",
      "/\\evil.example",
      "javascript:alert(1)",
    ]) {
      const entered = await server.stranger().signIn("ayla.demir", testPassword, next);
      expect(entered.location, next).to.equal("/work");
    }
  });

  it("leads everybody to the start page of their role", async () => {
    const homes = {
      interviewer: "/work",
      supervisor: "/studies",
      researcher: "/studies",
      client: "/results",
      admin: "/users",
    } as const;
    for (const role of ["interviewer", "supervisor", "researcher", "client", "admin"] as const)
      expect((await (await server.client(role)).get("/")).location).to.equal(homes[role]);
    expect((await server.stranger().get("/")).location).to.equal("/sign-in");
  });

  it("keeps the user name, says how many tries are left and then makes one wait", async () => {
    const client = server.stranger();
    const first = await client.signIn("lena.fuchs", "wrong");
    expect(first.status).to.equal(401);
    expect(first.text).to.contain('value="lena.fuchs"');
    expect(first.text).to.contain("do not fit together. 4 more tries.");
    for (const left of ["3 more tries", "2 more tries", "One more try", "Too many tries"])
      expect((await client.signIn("lena.fuchs", "wrong")).text).to.contain(left);
    expect((await client.signIn("lena.fuchs", "wrong")).status).to.equal(429);
    expect((await client.signIn("ayla.demir", testPassword)).status, "another account").to.equal(303);
  });

  it("starts a new session, so that one planted before is worth nothing", async () => {
    const client = server.stranger();
    const before = (await client.get("/sign-in")).headers.getSetCookie();
    const entered = await client.signIn("ayla.demir", testPassword);
    const [cookie = ""] = entered.headers.getSetCookie();
    expect(before[0]?.split(";")[0]).not.to.equal(cookie.split(";")[0]);
    expect(cookie)
      .to.match(/HttpOnly/i)
      .and.to.match(/SameSite=Lax/i);
  });

  it("refuses a form without the session's token, and says what to do", async () => {
    const client = await server.client("interviewer");
    const form = { method: "POST", body: new URLSearchParams({ locale: "de", _csrf: "made-up" }) };
    const refused = await client.request("/language", form);
    expect(refused.status).to.equal(403);
    expect(refused.text).to.contain("This form is too old");
    const upload = new FormData();
    upload.set("_csrf", await client.token());
    expect((await client.request("/language", { method: "POST", body: upload })).status).to.equal(403);
    expect((await server.stranger().request("/language", form)).location).to.equal("/sign-in");
  });

  it("ends the sessions of a disabled account and of one with a new password within seconds", async () => {
    for (const act of [
      (login: string) => setDisabled(deps, login, true, "test"),
      (login: string) => setPassword(deps, login, "another long one", "test"),
    ]) {
      const client = await server.client("admin");
      expect((await client.get("/")).location).to.equal("/users");
      deps.clock.advance(1);
      await act(client.user.login);
      deps.clock.advance(3001);
      expect((await client.get("/")).location).to.equal("/sign-in");
    }
  });

  it("signs out for good", async () => {
    const client = await server.client("researcher");
    expect((await client.post("/sign-out")).location).to.equal("/sign-in");
    expect((await client.get("/")).location).to.equal("/sign-in");
  });

  it("changes the language of the screens, for strangers and for good for an account", async () => {
    const stranger = server.stranger();
    await stranger.post("/language", { locale: "de" });
    expect((await stranger.get("/sign-in")).text).to.contain('<h1 id="in">Anmelden</h1>');
    const client = await server.client("researcher");
    const answer = await client.post(
      "/language",
      { locale: "de" },
      { referer: `${server.url}/studies?page=2` },
    );
    expect(answer.location).to.equal("/studies?page=2");
    const again = server.stranger();
    await again.signIn(client.user.login, testPassword);
    expect((await again.get("/no-such-page")).text).to.contain("Abmelden");
  });

  it("shows no demo account and lets nobody in with one click outside demo mode", async () => {
    await addUser(
      deps,
      { login: "demo.person", name: "Demo Person", password: "demo", roles: ["admin"], demo: true },
      "test",
    );
    const client = server.stranger();
    expect((await client.get("/sign-in")).text).not.to.contain("Demo Person");
    expect((await client.post("/sign-in", { as: "demo.person" })).status).to.equal(401);
  });

  it("lets in with one click in demo mode, but only demo accounts", async () => {
    const demo = await startTestServer({ ...deps, config: { ...deps.config, demo: true } });
    try {
      const client = demo.stranger();
      expect((await client.get("/sign-in")).text).to.contain("Demo Person");
      expect((await client.post("/sign-in", { as: "ayla.demir" })).status).to.equal(401);
      expect((await client.post("/sign-in", { as: "demo.person" })).location).to.equal("/users");
      // The language in which a visitor found the demo goes on behind the door.
      const german = demo.stranger();
      await german.get("/sign-in");
      await german.post("/language", { locale: "de" });
      await german.post("/sign-in", { as: "demo.person" });
      expect((await german.get("/users")).text).to.contain('lang="de"');
    } finally {
      await demo.close();
    }
  });
});
