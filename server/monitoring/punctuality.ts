/** An appointment to the minute whose time has come, and when the case was spoken to next. */
export interface AgreedCall {
  for: Date;
  /** Next attempt of the case, whoever made it; null: none yet. */
  next: Date | null;
}

export interface Punctuality {
  /** All that came due. */
  due: number;
  early: number;
  onTime: number;
  late: number;
  missed: number;
  /** On time of all that were not settled before; null without any. */
  share: number | null;
  /** Minutes of those on time or late. */
  medianDelay: number | null;
}

const minute = 60_000;
const onTimeMinutes = 5;
const missedMinutes = 60;

/**
 * How appointments to the minute were kept: dialed within 5 minutes of the time is punctual, up to 60 late, after
 * that missed. One that is due now and still can be kept in time is not counted yet.
 */
export function punctuality(calls: readonly AgreedCall[], now: Date): Punctuality {
  const delays: number[] = [];
  const counts = { early: 0, onTime: 0, late: 0, missed: 0 };
  for (const call of calls) {
    const delay = ((call.next ?? now).getTime() - call.for.getTime()) / minute;
    if (call.next === null && delay <= missedMinutes) continue;
    if (delay < -onTimeMinutes) counts.early++;
    else if (delay > missedMinutes) counts.missed++;
    else {
      delays.push(Math.max(0, delay));
      counts[delay <= onTimeMinutes ? "onTime" : "late"]++;
    }
  }
  const judged = counts.onTime + counts.late + counts.missed;
  delays.sort((a, b) => a - b);
  const middle = delays[Math.floor(delays.length / 2)];
  return {
    due: judged + counts.early,
    ...counts,
    share: judged > 0 ? counts.onTime / judged : null,
    medianDelay: middle === undefined ? null : Math.round(middle),
  };
}
