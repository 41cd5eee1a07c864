import { applyAct, type Compiled } from "../../surveys/engine/index.ts";
import type { Act, InterviewState, Rejection } from "../../surveys/engine/interview-state.ts";
import type { AnswerEventDoc } from "./answer-event-model.ts";
import type { InterviewDoc } from "./interview-model.ts";

/** What a batch of acts came to. */
export interface Taken {
  state: InterviewState;
  /** One per act that was new, the refused ones marked. */
  events: AnswerEventDoc[];
  rejections: Rejection[];
  /** Acts that were here before. */
  repeated: Act[];
  screenMs: number;
  /** A sequence number is missing before the rest of the batch. */
  gap: boolean;
}

/** A refused text of a megabyte is no evidence of anything; its beginning is. */
const keptOfRefused = 500;

function refusedValue(value: Act["value"]): Act["value"] {
  return typeof value === "string" ? value.slice(0, keptOfRefused) : value;
}

/** Applies the new acts of a batch in their order, up to the first gap. Pure. */
export function takeActs(
  compiled: Compiled,
  interview: InterviewDoc,
  acts: readonly Act[],
  by: { userId: string; now: Date },
): Taken {
  const taken: Taken = {
    state: interview.state,
    events: [],
    rejections: [],
    repeated: [],
    screenMs: 0,
    gap: false,
  };
  for (const act of acts) {
    if (act.seq <= taken.state.lastSeq) {
      taken.repeated.push(act);
      continue;
    }
    if (act.seq !== taken.state.lastSeq + 1) {
      taken.gap = true;
      break;
    }
    const { state, rejections } = applyAct(compiled, taken.state, { ...act, by: by.userId });
    const refused = rejections[0];
    taken.state = state;
    taken.rejections.push(...rejections);
    taken.screenMs += act.screenMs ?? 0;
    const value = refused ? refusedValue(act.value) : act.value;
    taken.events.push({
      _id: `${interview._id}:${act.seq}`,
      interviewId: interview._id,
      studyId: interview.studyId,
      seq: act.seq,
      kind: act.kind,
      key: act.key,
      ...(value === undefined ? {} : { value }),
      at: act.at,
      receivedAt: by.now,
      by: by.userId,
      version: interview.version,
      ...(act.screenMs === undefined ? {} : { screenMs: act.screenMs }),
      ...(refused ? { rejected: refused.code } : {}),
    });
  }
  return taken;
}
