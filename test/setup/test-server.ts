import type { AddressInfo } from "node:net";
import { createApp } from "../../server/app.ts";
import type { Deps } from "../../server/deps.ts";
import { closeServer, listen } from "../../server/main.ts";

export interface TestServer {
  url: string;
  close(): Promise<void>;
}

/** The real app on a free port. */
export async function startTestServer(deps: Deps): Promise<TestServer> {
  const app = createApp(deps, { sessionSecret: "session-secret-of-the-tests-0123456789" });
  const server = await listen(app, "127.0.0.1", 0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server, 0) };
}
