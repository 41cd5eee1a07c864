/** What working time is spent on; "off" ends it. */
export const timeKinds = [
  "dialing",
  "interview",
  "wrap-up",
  "no-sample",
  "briefing",
  "training",
  "fault",
  "paid-break",
  "unpaid-break",
  "off",
] as const;
export type TimeKind = (typeof timeKinds)[number];

/** What people start by themselves; the rest follows from what happens at the workstation. */
export const ownKinds = ["paid-break", "unpaid-break", "briefing", "training", "fault"] as const;

export function isTimeKind(text: string): text is TimeKind {
  return timeKinds.some((kind) => kind === text);
}

export function isPaid(kind: TimeKind): boolean {
  return kind !== "unpaid-break" && kind !== "off";
}

/**
 * Minutes that an entry runs at most when nothing follows it (a closed browser, a power cut). Longer is for the
 * supervisor to vouch for, by a correction.
 */
export const longestMinutes: Record<TimeKind, number> = {
  dialing: 20,
  interview: 180,
  "wrap-up": 20,
  "no-sample": 20,
  briefing: 240,
  training: 480,
  fault: 120,
  "paid-break": 60,
  "unpaid-break": 240,
  off: 0,
};
