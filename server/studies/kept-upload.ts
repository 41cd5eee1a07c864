import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Deps } from "../deps.ts";

/**
 * A sample file between its dry run and its import. It lies in the temporary folder, encrypted with a key that
 * only the uploader's session knows, and is removed after two hours at the latest.
 */
export interface KeptUpload {
  id: string;
  /** AES-256 key and counter block, hex. */
  key: string;
  iv: string;
  studyId: string;
  filename: string;
}

const prefix = "fieldline-upload-";
const keptMs = 2 * 60 * 60 * 1000;
const algorithm = "aes-256-ctr";

const fileOf = (id: string) => join(tmpdir(), prefix + id.replace(/[^0-9a-z]/gi, ""));

/** Writes the stream away and returns what is needed to read it again. */
export async function keepUpload(
  deps: Deps,
  upload: { studyId: string; filename: string; file: Readable },
): Promise<KeptUpload> {
  await removeStale(deps);
  const kept: KeptUpload = {
    id: randomBytes(12).toString("hex"),
    key: randomBytes(32).toString("hex"),
    iv: randomBytes(16).toString("hex"),
    studyId: upload.studyId,
    filename: upload.filename.slice(0, 200),
  };
  try {
    await pipeline(
      upload.file,
      createCipheriv(algorithm, Buffer.from(kept.key, "hex"), Buffer.from(kept.iv, "hex")),
      createWriteStream(fileOf(kept.id), { mode: 0o600 }),
    );
  } catch (error) {
    await dropUpload(kept);
    throw error;
  }
  return kept;
}

/** The bytes as they were sent; null when the file is gone (too old, or another machine has it). */
export async function openUpload(kept: KeptUpload): Promise<Readable | null> {
  const file = fileOf(kept.id);
  const there = await stat(file).catch(() => null);
  if (!there) return null;
  const decipher: Transform = createDecipheriv(
    algorithm,
    Buffer.from(kept.key, "hex"),
    Buffer.from(kept.iv, "hex"),
  );
  const source = createReadStream(file);
  source.on("error", (error) => decipher.destroy(error));
  return source.pipe(decipher);
}

export async function dropUpload(kept: Pick<KeptUpload, "id">): Promise<void> {
  await rm(fileOf(kept.id), { force: true });
}

async function removeStale(deps: Deps): Promise<void> {
  const files = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const name of files) {
    const path = join(tmpdir(), name);
    const { mtimeMs } = (await stat(path).catch(() => null)) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (deps.clock.now().getTime() - mtimeMs > keptMs) await rm(path, { force: true });
  }
}
