import type { AddressInfo } from "node:net";
import { createApp } from "../../server/app.ts";
import type { Deps } from "../../server/deps.ts";
import type { Role } from "../../server/http/routes.ts";
import { closeServer, listen } from "../../server/main.ts";
import type { NewUser } from "../../server/users/users.ts";
import { closedAtEnd } from "./leftovers.ts";
import { type SignedInClient, signedInClient, TestClient } from "./test-client.ts";

export interface TestServer {
  url: string;
  /** A client that is signed in with a new account of this role; `stranger` is not signed in. */
  client(role: Role, details?: Partial<NewUser>): Promise<SignedInClient>;
  stranger(): TestClient;
  close(): Promise<void>;
}

/** The real app on a free port. */
export async function startTestServer(deps: Deps): Promise<TestServer> {
  const app = createApp(deps, { sessionSecret: "session-secret-of-the-tests-0123456789" });
  const server = await listen(app, "127.0.0.1", 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    client: (role, details) => signedInClient(deps, url, role, details),
    stranger: () => new TestClient(url),
    close: closedAtEnd(() => closeServer(server, 0)),
  };
}
