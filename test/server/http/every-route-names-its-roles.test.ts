import { expect } from "chai";
import express from "express";
import { createApp } from "../../../server/app.ts";
import { isRoleGuard } from "../../../server/http/routes.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { testDeps } from "../../setup/test-deps.ts";
import { walkRoutes } from "../../setup/walk-routes.ts";

describe("every route", () => {
  let database: TestDatabase;
  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.close());

  it("checks the role before anything else", () => {
    const routes = walkRoutes(createApp(testDeps(database.db), { sessionSecret: "s".repeat(32) }));
    expect(routes.map(({ path }) => path)).to.include.members(["/healthz", "/sign-in", "/language"]);
    const open = routes.filter(({ handlers: [first] }) => !first || !isRoleGuard(first));
    expect(open.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
  });

  it("is found by the walk even in a router inside a router", () => {
    const [outer, inner] = [express.Router(), express.Router()];
    inner.get("/forgotten", (_req, res) => res.end());
    const found = walkRoutes(express().use(outer.use("/deep", inner)));
    expect(found.map(({ path }) => path)).to.deep.equal(["/forgotten"]);
    expect(found[0]?.handlers.some(isRoleGuard)).to.equal(false);
  });
});
