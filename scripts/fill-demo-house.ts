import { connectDatabase, ensureIndexes } from "../server/db/database.ts";
import { demoState, dropDemo } from "../server/db/demo-mark.ts";
import type { House, Say } from "../server/main.ts";
import { demoAccountList, loadDemo } from "../server/studies/load-demo.ts";

/**
 * Loads the demo into an empty database, or again into one where loading was interrupted; a demo that is complete
 * is left alone.
 */
export async function fillDemoHouse(house: House, say: Say): Promise<void> {
  const { db } = house.deps;
  const state = await demoState(db);
  if (state === "loaded") return;
  if (state === "partial") {
    say("the demo was not loaded to its end last time; starting again");
    await dropDemo(db);
    await ensureIndexes(db);
  }
  say("loading the demo once: two invented studies with finished interviews; this takes some seconds");
  const quick = await connectDatabase(house.uri, { quick: true });
  try {
    const demo = await loadDemo({ ...house.deps, db: quick }, { confirm: db });
    say(`the demo is loaded: ${demo.cases} cases, ${demo.attempts} calls, ${demo.completes} interviews`);
  } finally {
    await quick.close();
  }
}

/** Lines that tell who can sign in. */
export function demoAccountLines(): string[] {
  return [
    `Demo accounts (password ${demoAccountList.password}, or one click on the sign-in page):`,
    `  ${demoAccountList.logins.join(", ")}`,
  ];
}
