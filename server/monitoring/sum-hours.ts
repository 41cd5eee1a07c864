import { isPaid, type TimeKind } from "./time-kinds.ts";
import { minutesOf, type TimeStretch } from "./time-stretches.ts";

export interface PersonHours {
  userId: string;
  paidHours: number;
  unpaidHours: number;
  lines: { studyId: string | null; kind: TimeKind; minutes: number }[];
}

/** Hours of each person, and minutes by study and kind. */
export function sumHours(stretches: readonly TimeStretch[]): PersonHours[] {
  const people = new Map<string, PersonHours>();
  for (const one of stretches) {
    const { userId, studyId, kind } = one;
    const person = people.get(userId) ?? { userId, paidHours: 0, unpaidHours: 0, lines: [] };
    people.set(userId, person);
    const minutes = minutesOf(one);
    const line = person.lines.find((known) => known.studyId === studyId && known.kind === kind);
    if (line) line.minutes += minutes;
    else person.lines.push({ studyId, kind, minutes });
    person[isPaid(kind) ? "paidHours" : "unpaidHours"] += minutes / 60;
  }
  return [...people.values()];
}
