import { loadConfig } from "../server/config.ts";
import type { Deps } from "../server/deps.ts";
import { Problem } from "../server/http/problem.ts";
import { openHouse } from "../server/main.ts";
import { getStudy, studiesForUser } from "../server/studies/studies.ts";
import type { StudyDoc } from "../server/studies/study-model.ts";
import { translator } from "../server/views/translate.ts";
import { CommandError } from "./fail.ts";

/** One line for the terminal out of a problem of the catalogue. */
function inOneLine(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const t = translator("en");
  const faults = error.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  const detail = t(`problems.${error.code}.detail`, error.params);
  return new CommandError(faults.length > 0 ? faults.join("; ") : detail);
}

/** A study by key or id. @throws CommandError that names the studies there are */
export async function findStudy(deps: Deps, key: string): Promise<StudyDoc> {
  try {
    return await getStudy(deps, key);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "study-unknown") throw error;
    const studies = await studiesForUser(deps, { id: "", roles: ["admin"] });
    const known = studies.map((study) => study.key).join(", ");
    throw new CommandError(`no study "${key}"; ${known ? `there is: ${known}` : "there is none yet"}`);
  }
}

/** Opens the data that the server works on, finds the study by key or id, and closes everything again. */
export function withStudy<T>(key: string, work: (deps: Deps, study: StudyDoc) => Promise<T>): Promise<T> {
  return withDeps(async (deps) => work(deps, await findStudy(deps, key)));
}

/** Opens the data that the server works on and closes it again. */
export async function withDeps<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env, { logLevel: "silent" });
  const say = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  const house = await openHouse(config, say, { beside: true });
  try {
    return await work(house.deps);
  } catch (error) {
    throw inOneLine(error);
  } finally {
    await house.close();
  }
}
