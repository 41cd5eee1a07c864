import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processMark } from "./process-mark.ts";

/** Another process serves from this data folder. */
export class DataFolderInUse extends Error {}

const lockName = "fieldline.lock";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The process that holds a folder; null: nobody, or one that is dead. A number alone does not tell: after a crash or a
 * start of the machine another program may have it, so the lock also says when its process was started.
 */
export async function holderOfFolder(folder: string): Promise<number | null> {
  const [first = "", mark = ""] = (await readFile(join(folder, lockName), "utf8").catch(() => "")).split(
    "\n",
  );
  const pid = Number(first);
  if (!(pid > 0) || !isAlive(pid)) return null;
  const now = mark ? await processMark(pid) : null;
  return now === null || now === mark ? pid : null;
}

/** Takes a folder for this process; the lock of a dead one is taken over. @throws DataFolderInUse */
export async function lockFolder(folder: string): Promise<void> {
  const lock = `${process.pid}\n${(await processMark(process.pid)) ?? ""}\n`;
  for (let round = 0; round < 2; round++) {
    try {
      await writeFile(join(folder, lockName), lock, { flag: "wx" });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const pid = await holderOfFolder(folder);
      if (pid && pid !== process.pid)
        throw new DataFolderInUse(
          `The data folder ${folder} is in use by process ${pid}. Stop that Fieldline first, or set FIELDLINE_DATA to another folder.`,
        );
      await unlockFolder(folder);
    }
  }
  throw new DataFolderInUse(`The data folder ${folder} is being opened by another process.`);
}

export async function unlockFolder(folder: string): Promise<void> {
  await rm(join(folder, lockName), { force: true });
}
