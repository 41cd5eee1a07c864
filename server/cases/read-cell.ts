import { dayOf } from "../typed-time.ts";

/** "2026-11-23" in a cell of a sample file, as its first moment in UTC; null if there is no such day. */
export function readDay(text: string): Date | null {
  const day = dayOf(text);
  return day && new Date(`${day}T00:00:00Z`);
}

/** What a cell of a sample file says for yes and no, in small letters. */
export const booleans: Record<string, boolean> = {
  true: true,
  "1": true,
  yes: true,
  ja: true,
  false: false,
  "0": false,
  no: false,
  nein: false,
};
