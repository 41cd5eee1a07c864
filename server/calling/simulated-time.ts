import type { Appointment } from "../cases/case.ts";
import { localTime } from "./local-time.ts";
import type { FieldSetup } from "./simulate-field.ts";

const minute = 60_000;
const hour = 60 * minute;
const zone = "Europe/Berlin";

/** Two crews on weekdays and one on Saturday, local hours. */
const crews = [
  { days: [1, 2, 3, 4, 5], from: 10, to: 15.5, share: 0.4 },
  { days: [1, 2, 3, 4, 5], from: 15.5, to: 21, share: 1 },
  { days: [6], from: 10, to: 16, share: 0.6 },
];
/** Slot of the model: 0 morning, 1 afternoon, 2 evening, 3 Saturday, 4 Sunday. */
export function slotOf(at: Date): number {
  const { hour: local, weekday } = localTime(zone, at);
  if (weekday === 6) return 3;
  if (weekday === 7) return 4;
  return local < 12 ? 0 : local < 17 ? 1 : 2;
}

/** Spans in which an interviewer works: the morning crew is the first part of the list, the evening crew everybody. */
export function shiftsOf(
  setup: Pick<FieldSetup, "days" | "start" | "interviewers">,
  interviewer: number,
): { from: number; to: number }[] {
  const shifts = [];
  for (let day = 0; day < setup.days; day++) {
    const midnight = setup.start.getTime() + day * 24 * hour;
    const { weekday } = localTime(zone, new Date(midnight + 12 * hour));
    for (const crew of crews)
      if (crew.days.includes(weekday) && interviewer < Math.ceil(crew.share * setup.interviewers))
        shifts.push({ from: midnight + crew.from * hour, to: midnight + crew.to * hour });
  }
  return shifts;
}

/** Respondents name a time in one of the next three days, when somebody is on shift; a week has one free day. */
export function agreeTime(setup: Pick<FieldSetup, "start" | "random">, now: number): Appointment {
  const days = 1 + Math.floor(setup.random() * 3);
  const midnight =
    setup.start.getTime() + (Math.floor((now - setup.start.getTime()) / (24 * hour)) + days) * 24 * hour;
  const { weekday } = localTime(zone, new Date(midnight + 12 * hour));
  const saturday = weekday === 6;
  const day = weekday === 7 ? midnight + 24 * hour : midnight;
  const from = saturday ? 10 : 16;
  const quarters = Math.floor(setup.random() * (saturday ? 22 : 18));
  const at = new Date(day + from * hour + quarters * 15 * minute);
  return {
    kind: "hard",
    for: at,
    until: new Date(at.getTime() + hour),
    zone,
    numberId: "n1",
    person: null,
    withUser: null,
    agreedBy: "",
    atOwnRequest: false,
  };
}
