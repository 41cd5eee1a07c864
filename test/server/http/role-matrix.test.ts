import { expect } from "chai";
import { createApp } from "../../../server/app.ts";
import type { Role } from "../../../server/http/routes.ts";
import { roles } from "../../../server/users/roles.ts";
import type { TestClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";
import { type WalkedRoute, walkRoutes } from "../../setup/walk-routes.ts";

/** Who may open what, by the beginning of the path: the house's promise, written apart from the routes. */
const promise: [path: RegExp, open: readonly Role[] | "everybody"][] = [
  [/^\/(healthz|readyz|sign-in|language|)$/, "everybody"],
  [/^\/sign-out$/, roles],
  [/^\/(users|audit)/, ["admin"]],
  [/^\/studies\/(new|:id\/release|:id\/sample\/.*)$/, ["researcher", "admin"]],
  [/^\/studies\/:id\/(cases|appointments|assignments|reviews)/, ["supervisor", "admin"]],
  [/^\/inbound$/, ["interviewer", "supervisor"]],
  [/^\/inbound\/(open|answered)$/, ["interviewer"]],
  [/^\/(assignments|roster|time|blocklist)/, ["supervisor", "admin"]],
  [/^\/studies/, ["supervisor", "researcher", "admin"]],
  [/^\/results/, ["client", "supervisor", "researcher", "admin"]],
  [/^\/(work|cases|interviews|pause)/, ["interviewer"]],
];

function allowed(path: string): readonly Role[] | "everybody" | null {
  return promise.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

describe("roles and routes", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let walked: WalkedRoute[];
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    walked = walkRoutes(createApp(deps, { sessionSecret: "s".repeat(32) }));
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const call = (client: TestClient, { method, path }: WalkedRoute) => {
    const address = path.replaceAll(/:\w+/g, "0000000000000000000000aa");
    return method === "post" ? client.post(address) : client.get(address);
  };

  it("are promised for every route", () => {
    const silent = walked.map(({ path }) => path).filter((path) => allowed(path) === null);
    expect(silent).to.deep.equal([]);
  });

  it("let a stranger no further than the sign-in page", async () => {
    for (const route of walked.filter(({ path }) => allowed(path) !== "everybody")) {
      const answer = await call(server.stranger(), route);
      expect(answer.status, `${route.method} ${route.path}`).to.equal(303);
      expect(answer.location).to.match(/^\/sign-in/);
    }
  });

  for (const role of roles)
    it(`keep the promise for a ${role}`, async () => {
      const client = await server.client(role);
      for (const route of walked) {
        if (route.path === "/sign-out") continue;
        const open = allowed(route.path);
        const { status } = await call(client, route);
        const name = `${route.method} ${route.path} answered ${status}`;
        if (open !== "everybody" && !open?.includes(role)) expect(status, name).to.equal(403);
        else if (route.method === "get") expect(status, name).not.to.be.oneOf([401, 403, 500]);
      }
    });
});
