/** An appointment to the minute whose time has come, and when the case was spoken to next. */
export interface AgreedCall {
  for: Date;
  /** Next attempt of the case, whoever made it; null: none yet. */
  next: Date | null;
  /** Since when nobody is to keep it because the quota of its case is full; null: it is to be kept. */
  unneeded?: Date | null;
}

export interface Punctuality {
  /** All that came due. */
  due: number;
  early: number;
  onTime: number;
  late: number;
  missed: number;
  /** Its quota was full before it was late: nobody had to call. Not due, and neither kept nor missed. */
  unneeded: number;
  /** On time of all that were not settled before; null without any. */
  share: number | null;
  /** Minutes of those on time or late. */
  medianDelay: number | null;
}

const minute = 60_000;
const onTimeMinutes = 5;
const missedMinutes = 60;

function minutesAfter(call: AgreedCall, at: Date): number {
  return (at.getTime() - call.for.getTime()) / minute;
}

/**
 * How appointments to the minute were kept: dialed within 5 minutes of the time is punctual, up to 60 late, after
 * that missed. One that is due now and still can be kept in time is not counted yet; one that was not needed
 * any more before it was late is no appointment that anybody missed.
 */
export function punctuality(calls: readonly AgreedCall[], now: Date): Punctuality {
  const delays: number[] = [];
  const counts = { early: 0, onTime: 0, late: 0, missed: 0, unneeded: 0 };
  for (const call of calls) {
    if (call.next === null && call.unneeded && minutesAfter(call, call.unneeded) <= onTimeMinutes) {
      counts.unneeded++;
      continue;
    }
    const delay = minutesAfter(call, call.next ?? now);
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
