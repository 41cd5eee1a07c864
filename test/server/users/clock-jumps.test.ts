import { expect } from "chai";
import { setDisabled, setPassword } from "../../../server/users/users.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const day = 86_400_000;
const windowMs = 15 * 60_000;

describe("a jump of the clock at the door", () => {
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

  const guess = async (login: string, times: number) => {
    const stranger = server.stranger();
    const statuses: number[] = [];
    for (let n = 0; n < times; n++) statuses.push((await stranger.signIn(login, "wrong")).status);
    return statuses;
  };

  it("leaves people signed in", async () => {
    const client = await server.client("supervisor");
    for (const ms of [2 * 3_600_000, -day, day]) {
      deps.clock.advance(ms);
      expect((await client.get("/studies")).status).to.equal(200);
    }
  });

  it("ends the sessions of a new password and of a shut account, also those from a day that is not here yet", async () => {
    for (const act of [
      (login: string) => setPassword(deps, login, "another long one", "test"),
      (login: string) => setDisabled(deps, login, true, "test"),
    ]) {
      deps.clock.advance(day);
      const client = await server.client("supervisor");
      expect((await client.get("/studies")).status).to.equal(200);
      deps.clock.advance(-day);
      await client.get("/studies");
      await act(client.user.login);
      // Used all the time, so that nothing is forgotten for want of use.
      deps.clock.advance(2000);
      await client.get("/studies");
      deps.clock.advance(2000);
      expect((await client.get("/studies")).location).to.contain("/sign-in");
    }
  });

  it("shuts nobody out for a day because the clock was set back", async () => {
    expect(await guess("lena.fuchs", 6)).to.deep.equal([401, 401, 401, 401, 401, 429]);
    deps.clock.advance(-day);
    expect(await guess("lena.fuchs", 1), "still shut out").to.deep.equal([429]);
    for (const passed of [windowMs / 2, windowMs / 2 + 1]) {
      deps.clock.advance(passed);
      if (passed < windowMs / 2 + 1) expect(await guess("lena.fuchs", 1)).to.deep.equal([429]);
    }
    expect(await guess("lena.fuchs", 1)).to.deep.equal([401]);
  });
});
