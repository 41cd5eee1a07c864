import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { createApp } from "../../../server/app.ts";
import { packageRoot } from "../../../server/paths.ts";
import { type DeskAct, deskActs, type Ready } from "../../setup/desk-acts.ts";
import { type Answer, type SignedInClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";
import { walkRoutes } from "../../setup/walk-routes.ts";

const interviews = "test/server/interviews";
/** Forms that belong to no desk, and the test that sends them again. */
const elsewhere: Record<string, string> = {
  "/sign-in": "test/server/users/sign-in.test.ts",
  "/sign-out": "test/server/users/sign-in.test.ts",
  "/language": "test/server/users/sign-in.test.ts",
  "/work/next": `${interviews}/reload.test.ts`,
  "/cases/:id/dial": `${interviews}/reload.test.ts`,
  "/cases/:id/contact": `${interviews}/reload.test.ts`,
  "/cases/:id/outcome": `${interviews}/reload.test.ts`,
  "/cases/:id/release": `${interviews}/keep-case.test.ts`,
  "/cases/:id/keep": `${interviews}/keep-case.test.ts`,
  "/cases/:id/note": `${interviews}/faults.test.ts`,
  "/interviews/:id/acts": `${interviews}/apply-acts.test.ts`,
  "/interviews/:id/language": `${interviews}/faults.test.ts`,
  "/inbound": `${interviews}/inbound.test.ts`,
  "/inbound/open": `${interviews}/inbound.test.ts`,
  "/inbound/answered": `${interviews}/inbound.test.ts`,
};

/** Not what people do: browser sessions, the leader, and what the answer of a page notes about the asking. */
const aside = new Set(["sessions", "leaders"]);

const decode = (html: string) =>
  html.replaceAll(/&(?:#x([0-9a-fA-F]+)|quot|lt|gt|amp);/g, (entity, hex: string | undefined) =>
    hex
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : ({ "&quot;": '"', "&lt;": "<", "&gt;": ">" }[entity] ?? "&"),
  );

/** The form of a page that goes to this path: names and values of its hidden fields, without the token. */
function hiddenFields(html: string, action: string): [string, string][] {
  const form = html.split("<form ").find((part) => decode(part).includes(`action="${action}"`)) ?? "";
  const found = form.split("</form>")[0]?.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g) ?? [];
  return [...found]
    .map(([, name = "", value = ""]): [string, string] => [decode(name), decode(value)])
    .filter(([name]) => name !== "_csrf");
}

describe("a form of the desk", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  it("is in this list, whatever route is added", () => {
    const app = createApp(deps, { sessionSecret: "s".repeat(32) });
    const posts = walkRoutes(app).flatMap(({ method, path }) => (method === "post" ? [path] : []));
    const listed = [...Object.keys(deskActs), ...Object.keys(elsewhere)];
    expect([...posts].sort()).to.deep.equal(listed.sort());
    for (const file of Object.values(elsewhere))
      expect(existsSync(join(packageRoot, file)), file).to.equal(true);
  });

  async function stored(): Promise<string> {
    const names = (await deps.db.db?.listCollections({}, { nameOnly: true }).toArray())?.map(
      ({ name }) => name,
    );
    const wanted = (names ?? []).filter((name) => !aside.has(name)).sort();
    const read = (name: string) => deps.db.collection(name).find().sort({ _id: 1 }).toArray();
    return JSON.stringify(Object.fromEntries(await Promise.all(wanted.map(async (n) => [n, await read(n)]))));
  }

  async function send(client: SignedInClient, { path, form, file }: Ready): Promise<Answer> {
    if (!file) return client.post(path, form);
    const body = new FormData();
    body.set("_csrf", await client.token());
    for (const [name, value] of Object.entries(form)) body.set(name, String(value));
    body.set("file", new Blob([file.content]), file.name);
    return client.request(path, { method: "POST", body });
  }

  const clients = new Map<string, SignedInClient>();
  const prepare = async (act: DeskAct, own = false) => {
    const client = (own ? undefined : clients.get(act.role)) ?? (await server.client(act.role));
    if (!own) clients.set(act.role, client);
    return { client, ready: await act.ready(deps, client) };
  };

  /** How many documents there are of each kind, and entries in the lists of studies. */
  async function sizes(): Promise<Map<string, number>> {
    const all = JSON.parse(await stored()) as Record<string, Record<string, unknown>[]>;
    const found = new Map(Object.entries(all).map(([name, docs]) => [name, docs.length]));
    for (const list of ["team", "sources", "versions"])
      found.set(
        `studies.${list}`,
        (all.studies ?? []).reduce((sum, study) => sum + ((study[list] as unknown[]) ?? []).length, 0),
      );
    return found;
  }

  /** What some work adds, by kind. */
  async function added(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await sizes();
    await work();
    const more = [...(await sizes())].map(([name, size]) => [name, size - (before.get(name) ?? 0)] as const);
    return Object.fromEntries(more.filter(([, count]) => count !== 0));
  }

  for (const [route, act] of Object.entries(deskActs)) {
    it(`${route}: leads on, can be loaded again, and sent twice does its work once`, async () => {
      const { client, ready } = await prepare(act);
      const first = await send(client, ready);
      expect(first.status, first.text.slice(0, 3000)).to.equal(303);
      const done = await stored();
      for (const _ of [1, 2]) {
        const page = await client.get(first.location ?? "");
        expect([200, 303], first.location ?? "").to.include(page.status);
      }
      expect(await stored(), "a page that is shown changes nothing").to.equal(done);
      deps.clock.advance(1000);
      const second = await send(client, ready);
      if (act.againRefused) expect(second.status).to.be.oneOf([409, 422]);
      else expect(second.status).to.equal(303);
      if (!act.repeats) expect(await stored(), "sent again").to.equal(done);
    });

    it(`${route}: sent twice at once does its work once`, async () => {
      const alone = await prepare(act);
      const once = await added(() => send(alone.client, alone.ready));
      const { client, ready } = await prepare(act);
      let statuses: number[] = [];
      const atOnce = await added(async () => {
        const both = await Promise.all([send(client, ready), send(client, ready)]);
        statuses = both.map(({ status }) => status);
      });
      expect(Math.max(...statuses), String(statuses)).to.be.lessThan(500);
      expect(statuses).to.include(303);
      if (!act.repeats) expect(atOnce).to.deep.equal(once);
    });

    it(`${route}: says what is wrong when the thing is gone, and breaks nowhere`, async () => {
      const { client, ready } = await prepare(act);
      const path = ready.path.replaceAll(/\/(?:[0-9a-f]{24}(?:-c\d+)?|(?:study|draft)-[^/]+)/g, "/gone");
      if (path === ready.path) return;
      const { status } = await send(client, { ...ready, path });
      expect(status).to.equal(404);
    });
  }

  /** Ends a session as the house does when nobody came for a shift. */
  async function endSession(client: SignedInClient): Promise<void> {
    await client.token();
    await deps.db.collection("sessions").deleteMany({ session: { $regex: client.user._id } });
    deps.clock.advance(3001);
  }

  for (const [route, act] of Object.entries(deskActs))
    it(`${route}: is not lost when the session has ended`, async () => {
      const { client, ready } = await prepare(act, true);
      await endSession(client);
      const before = await stored();
      const form = { ...ready.form };
      const from = `${server.url}/studies`;
      if (ready.file) {
        // A file is still on the person's disk.
        expect((await send(client, ready)).location).to.match(/^\/sign-in/);
        return;
      }
      const refused = await client.post(ready.path, form, { referer: from });
      expect(await stored(), "nobody is signed in").to.equal(before);
      const kept = hiddenFields(refused.text, "/sign-in").find(([name]) => name === "kept")?.[1];
      const typed = Object.entries(form).filter(([name]) => name !== "password");
      if (typed.length === 0) {
        expect(refused.location).to.equal("/sign-in?next=%2Fstudies");
        return;
      }
      expect(refused.status).to.equal(401);
      expect(kept).to.match(/^k1:/);
      const { login } = client.user;
      const wrong = await client.post("/sign-in", { user: login, password: "wrong", kept: kept ?? "" });
      expect(hiddenFields(wrong.text, "/sign-in"), "kept over a wrong password").to.deep.include([
        "kept",
        kept,
      ]);
      const entered = await client.post("/sign-in", {
        ...{ user: login, password: testPassword, kept: kept ?? "" },
      });
      expect(entered.status).to.equal(200);
      const fields = hiddenFields(entered.text, ready.path);
      expect(fields).to.deep.equal(
        typed.flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])),
      );
      const again: Record<string, string[]> = {};
      for (const [name, value] of fields) again[name] = [...(again[name] ?? []), value];
      const sent = await client.post(ready.path, again);
      if (act.asksPassword) expect(sent.status).to.equal(422);
      // A file that waited for its import went with the session.
      else expect(sent.status).to.equal(303);
    });

  it("is kept for nobody else: not in clear, not from another site, not by another house", async () => {
    const act = deskActs["/studies/:id/status"];
    if (!act) throw new Error("no such act");
    const { client, ready } = await prepare(act, true);
    await endSession(client);
    const refused = await client.post(ready.path, ready.form, { referer: `${server.url}/studies` });
    expect(refused.text).to.not.contain("Storm warning");
    const planted = await client.post(ready.path, ready.form, { referer: "https://evil.example/form" });
    expect(planted.status).to.equal(303);
    const { login } = client.user;
    const forged = await client.post("/sign-in", {
      user: login,
      password: testPassword,
      kept: "k1:made:up:x",
    });
    expect(forged.location).to.equal("/studies");
  });
});
