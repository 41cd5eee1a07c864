import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { expect } from "chai";
import { packageRoot } from "../../server/paths.ts";
import { closedAtEnd } from "../setup/leftovers.ts";
import { runFieldline } from "../setup/run-fieldline.ts";
import { TestClient } from "../setup/test-client.ts";

/** The real command as a person starts it, told what it prints line by line. */
class Served {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly printed: string[] = [];
  readonly ended: Promise<number>;

  constructor(folder: string, port: number) {
    this.#child = spawn(process.execPath, ["--import", "tsx", "scripts/fieldline.ts", "serve", "--empty"], {
      cwd: packageRoot,
      env: { ...process.env, FIELDLINE_DATA: folder, PORT: String(port), MONGODB_URI: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    this.#lines.on("line", (line) => this.printed.push(line));
    this.#child.stderr?.on("data", (part) => this.printed.push(String(part)));
    this.ended = once(this.#child, "close").then(([code]) => Number(code));
    closedAtEnd(async () => this.#child.kill("SIGKILL"));
  }

  /** Its address once it is open; null when it ended instead. */
  async open(): Promise<string | null> {
    const opened = new Promise<string>((resolve) => {
      this.#lines.on("line", (line) => {
        const url = /^Fieldline is open at (\S+)/.exec(line)?.[1];
        if (url) resolve(url);
      });
    });
    return Promise.race([opened, this.ended.then(() => null)]);
  }

  /** Ctrl+C; returns when it has begun to stop. */
  async interrupt(): Promise<void> {
    const stopping = new Promise<void>((resolve) => {
      this.#lines.on("line", (line) => {
        if (line.startsWith("stopping")) resolve();
      });
    });
    this.#child.kill("SIGINT");
    await stopping;
  }
}

/** A form that is sent in two halves: the server has its head and waits for the rest. */
async function halfSent(url: string): Promise<{ finish(): Promise<string> }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("latin1");
  const body = "user=nobody&password=nothing";
  socket.write(
    `POST /sign-in HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `Content-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
  );
  const [head] = await once(socket, "data");
  expect(head).to.match(/^HTTP\/1.1 100 /);
  socket.write(body.slice(0, 10));
  return {
    finish: async () => {
      let reply = "";
      socket.on("data", (part) => {
        reply += part;
      });
      socket.write(body.slice(10));
      await once(socket, "close");
      return reply;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

describe("fieldline serve", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-serve-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("opens, refuses a second start on its folder, stops on Ctrl+C and finds all data when it starts again", async () => {
    const port = await freePort();
    const first = new Served(folder, port);
    const url = await first.open();
    expect(url, first.printed.join("\n")).to.equal(`http://127.0.0.1:${port}`);
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);

    const second = new Served(folder, await freePort());
    expect(await second.open()).to.equal(null);
    expect(await second.ended).to.equal(1);
    expect(second.printed.join("\n"))
      .to.match(/already|in use/)
      .and.not.to.contain("    at ");

    const account = ["add", "jonas", "--name", "Jonas Adeyemi", "--roles", "admin"];
    const env = { FIELDLINE_DATA: folder, MONGODB_URI: "" };
    const added = await runFieldline(["user", ...account], { env, input: "correct horse\n" });
    expect(added.code, added.err).to.equal(0);

    await first.interrupt();
    expect(await first.ended).to.equal(0);
    expect(first.printed.at(-1)).to.equal("stopped");
    const again = new Served(folder, port);
    expect(await again.open(), again.printed.join("\n")).to.equal(url);
    expect((await new TestClient(url ?? "").signIn("jonas", "correct horse")).location).to.equal("/users");

    const form = await halfSent(url ?? "");
    await again.interrupt();
    expect(await form.finish(), "a request under way gets its answer").to.match(/^HTTP\/1.1 303 /);
    expect(await again.ended).to.equal(0);
  });

  it("says which port is taken and how to choose another", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const { port } = squatter.address() as AddressInfo;
    const served = new Served(folder, port);
    expect(await served.open()).to.equal(null);
    expect(await served.ended).to.equal(1);
    expect(served.printed.at(-1)).to.contain(`Port ${port} on 127.0.0.1 is in use`);
    expect(served.printed.join("\n")).to.contain("PORT=").and.not.to.contain("    at ");
    squatter.close();
  });
});
