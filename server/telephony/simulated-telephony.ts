import { isFictionNumber } from "../compliance/fiction-numbers.ts";
import type { Clock } from "../deps.ts";
import type { CallResult } from "./simulated-call.ts";
import { type LineEnd, type LineEvent, type Telephony, withoutCapabilities } from "./telephony.ts";

const ends: Record<Exclude<CallResult["kind"], "answered" | "notPrivate">, LineEnd> = {
  noAnswer: "no-answer",
  busy: "busy",
  voicemail: "voicemail",
  dead: "not-in-use",
};

/**
 * Nobody is called: `answer` decides what would have happened. Dials numbers reserved for fiction only, whatever
 * it is given.
 */
export function simulatedTelephony(clock: Clock, answer: (attemptId: string) => CallResult): Telephony {
  return {
    name: "simulated",
    can: new Set(),
    dial({ attemptId, e164 }) {
      if (!isFictionNumber(e164))
        return Promise.reject(new Error("the simulated telephone dials numbers reserved for fiction only"));
      const result = answer(attemptId);
      return Promise.resolve({
        tel: null,
        events: eventsOf(result, clock.now()),
        hangUp: () => Promise.resolve(),
        ...withoutCapabilities("simulated"),
      });
    },
  };
}

async function* eventsOf(result: CallResult, start: Date): AsyncGenerator<LineEvent> {
  yield { kind: "ringing", at: start };
  const at = new Date(start.getTime() + result.seconds * 1000);
  if (result.kind === "answered" || result.kind === "notPrivate") yield { kind: "answered", at };
  else yield { kind: "ended", at, cause: ends[result.kind] };
}
