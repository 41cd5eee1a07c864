import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../../server/config.ts";
import { connectDatabase } from "../../../server/db/database.ts";
import { runningMongod, startEmbeddedMongod } from "../../../server/db/embedded-mongod.ts";
import { findMongod, MongodNotFound } from "../../../server/db/find-mongod.ts";
import { DataFolderInUse } from "../../../server/db/folder-lock.ts";
import { processMark } from "../../../server/db/process-mark.ts";

describe("the embedded MongoDB", function () {
  this.timeout(90_000);
  const search = { ...loadConfig(), log: () => {} };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-embedded-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("keeps its data from one start to the next", async () => {
    for (const round of [1, 2]) {
      const mongod = await startEmbeddedMongod(folder, search);
      const db = await connectDatabase(mongod.uri);
      await db.collection("rounds").insertOne({ round });
      const rounds = await db.collection("rounds").find().toArray();
      expect(rounds.map((document) => document.round)).to.deep.equal([1, 2].slice(0, round));
      await db.close();
      await mongod.stop();
    }
  });

  it("refuses a second start on the same folder and names the process that has it", async () => {
    // A live process other than this one, whose pid stands in the lock.
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      await once(other, "spawn");
      const { pid = 0 } = other;
      await writeFile(join(folder, "fieldline.lock"), `${pid}\n${await processMark(pid)}\n`);
      const error = await startEmbeddedMongod(folder, search).catch((failure: Error) => failure);
      expect(error).to.be.instanceOf(DataFolderInUse);
      expect((error as Error).message)
        .to.contain(`process ${other.pid}`)
        .and.contain("FIELDLINE_DATA");
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  it("takes over the folder of a process that died", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await once(dead, "exit");
    await writeFile(join(folder, "fieldline.lock"), String(dead.pid));
    const mongod = await startEmbeddedMongod(folder, search);
    expect(await readFile(join(folder, "fieldline.lock"), "utf8")).to.match(new RegExp(`^${process.pid}\n`));
    await mongod.stop();
  });

  it("starts although another program has got the number of the process that died", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      await once(other, "spawn");
      const { pid = 0 } = other;
      const earlier = (await processMark(pid))?.replace(/\d+$/, (start) => String(Number(start) - 1));
      await writeFile(join(folder, "fieldline.lock"), `${pid}\n${earlier}\n`);
      const probe = createServer().listen(0, "127.0.0.1");
      await once(probe, "listening");
      await writeFile(join(folder, "port"), String((probe.address() as { port: number }).port));
      await new Promise((resolve) => probe.close(resolve));
      expect(await runningMongod(folder), "no server to work beside").to.equal(null);
      const mongod = await startEmbeddedMongod(folder, search);
      expect(await runningMongod(folder)).to.equal(mongod.uri);
      await mongod.stop();
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  it("starts again when somebody kills it, with everything that was saved", async () => {
    const lines: string[] = [];
    const mongod = await startEmbeddedMongod(folder, { ...search, log: (line) => void lines.push(line) });
    const db = await connectDatabase(mongod.uri);
    try {
      await db.collection("kept").insertOne({ answer: 1 }, { writeConcern: { w: "majority" } });
      const { pid } = await db.getClient().db("admin").command({ serverStatus: 1 });
      process.kill(Number(pid), "SIGKILL");
      // The driver waits for the database to come back, as a page does that is sent again.
      const found = await db.collection("kept").findOne({ answer: 1 }, { timeoutMS: 60_000 });
      expect(found?.answer).to.equal(1);
      expect(lines).to.include("MongoDB ended unexpectedly, starting it again");
    } finally {
      await db.close();
      await mongod.stop();
    }
  });

  it("says so when the port of its replica set is taken, instead of waiting for a primary", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const { port } = squatter.address() as { port: number };
    await writeFile(join(folder, "port"), String(port));
    const error = await startEmbeddedMongod(folder, search).catch((failure: Error) => failure);
    expect((error as Error).message).to.contain(`Port ${port}`);
    squatter.close();
  });

  it("names the three ways out when no MongoDB can be had", async () => {
    const error = await findMongod({ ...search, mongod: join(folder, "nothing") }).catch(
      (failure: Error) => failure,
    );
    expect(error).to.be.instanceOf(MongodNotFound);
    expect((error as Error).message).to.match(/install MongoDB.*Docker.*MONGODB_URI/s);
  });
});
