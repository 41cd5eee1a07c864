import { instantWords } from "../cases/why-sentence.ts";
import { houseZone } from "../house-zone.ts";
import { translator } from "../views/translate.ts";

/** A time where the respondents are, named as theirs, and what the clock of the house shows then when it differs. */
export function nextTimeWords(
  { at, zone }: { at: Date; zone: string },
  locale: string,
  house: string = houseZone(),
): string {
  const [time, here] = [instantWords(at, locale, zone), instantWords(at, locale, house)];
  return translator(locale)(time === here ? "work.timeThere" : "work.timeBoth", { time, here, zone });
}
