import { expect } from "chai";
import { manualTelephony } from "../../../server/telephony/manual-telephony.ts";
import type { CallResult } from "../../../server/telephony/simulated-call.ts";
import { simulatedTelephony } from "../../../server/telephony/simulated-telephony.ts";
import type { LineEvent } from "../../../server/telephony/telephony.ts";

const clock = { now: () => new Date("2026-11-19T17:00:00Z") };

async function heard(result: CallResult, e164 = "+493023125001"): Promise<LineEvent[]> {
  const line = await simulatedTelephony(clock, () => result).dial({ attemptId: "c1:1", e164 });
  const events: LineEvent[] = [];
  for await (const event of line.events) events.push(event);
  return events;
}

async function failure(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => "nothing",
    (error: Error) => error.message,
  );
}

describe("telephony", () => {
  it("by hand shows an address to dial and reports nothing", async () => {
    const line = await manualTelephony.dial({ attemptId: "c1:1", e164: "+493023125001" });
    expect(line.tel).to.equal("tel:+493023125001");
    for await (const event of line.events) throw new Error(`reported ${event.kind}`);
    expect(await failure(line.hold(true))).to.equal("the manual telephone cannot hold");
  });

  it("simulated reports what would have happened, with its time", async () => {
    expect(await heard({ kind: "dead", seconds: 8 })).to.deep.equal([
      { kind: "ringing", at: clock.now() },
      { kind: "ended", at: new Date("2026-11-19T17:00:08Z"), cause: "not-in-use" },
    ]);
    const answered = await heard({ kind: "answered", reaction: "takesPart", seconds: 12 });
    expect(answered.at(-1)?.kind).to.equal("answered");
  });

  it("simulated dials no number that may belong to somebody", async () => {
    expect(await failure(heard({ kind: "busy", seconds: 6 }, "+493012345678"))).to.match(/fiction only/);
  });
});
