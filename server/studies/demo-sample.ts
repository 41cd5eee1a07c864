import { fictionNumbers } from "../compliance/fiction-numbers.ts";
import { shuffle } from "../shuffle.ts";
import { firstNames, lastNames, streets } from "./invented-names.ts";

export type DemoStudyKey = "opinion-poll" | "service-follow-up";

const townSizes = ["under_20k", "under_20k", "20k_100k", "20k_100k", "100k_500k", "over_500k"];
const reasons = ["meter", "meter", "meter", "fault", "fault", "connection", "heating"];

const pick = <T>(random: () => number, list: readonly T[]): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
};

/** "+4930..." as people write it in a sample file: "030 ...". */
const nationally = (e164: string) =>
  e164.replace(/^\+49(171|176|30|40|89)(\d+)$/, (_, area, rest) => `0${area} ${rest}`);

/** The two studies share no number: the institute calls a number for one study at a time. */
function numbersFor(study: DemoStudyKey): { landline: string[]; mobile: string[] } {
  const mine = (numbers: string[]) =>
    numbers.filter((_, index) => (index % 3 === 0) === (study === "service-follow-up"));
  return { landline: mine(fictionNumbers("landline")), mobile: mine(fictionNumbers("mobile")) };
}

const day = (date: Date) => date.toISOString().slice(0, 10);
const daysBefore = (date: Date, days: number) => new Date(date.getTime() - days * 86_400_000);

/** Field names of a sample file of each study, in its order. */
export const demoColumns: Record<DemoStudyKey, string[]> = {
  "opinion-poll": ["reference", "phone", "frame", "town_size"],
  "service-follow-up": [
    "reference",
    "name",
    "street",
    "phone",
    "phone2",
    "reason",
    "visit_date",
    "consent_date",
    "consent_proof",
  ],
};

/**
 * A sample file as an institute gets it: random numbers for the poll, the client's customers for the
 * follow-up. Made-up people, numbers reserved for fiction. The same random gives the same file.
 * @param rows at most 1,900 for the poll and 1,000 for the follow-up: there are no more numbers.
 */
export function demoSample(study: DemoStudyKey, rows: number, random: () => number, today: Date): string {
  const numbers = numbersFor(study);
  const landline = shuffle(numbers.landline, random);
  const mobile = shuffle(numbers.mobile, random);
  const lines = Array.from({ length: rows }, (_, index) => {
    const reference = `${study === "opinion-poll" ? "P" : "K"}-${String(index + 1).padStart(5, "0")}`;
    const isMobile = random() < 0.2 && mobile.length > 0;
    const phone = (isMobile ? mobile.pop() : undefined) ?? landline.pop();
    if (!phone) throw new RangeError(`a demo sample has numbers for fewer than ${rows} rows`);
    if (study === "opinion-poll")
      return [reference, nationally(phone), isMobile ? "mobile" : "landline", pick(random, townSizes)];
    const first = pick(random, firstNames[random() < 0.5 ? "female" : "male"]);
    const second = random() < 0.15 ? (mobile.pop() ?? "") : "";
    const visit = daysBefore(today, 4 + Math.floor(random() * 18));
    return [
      reference,
      `${first} ${pick(random, lastNames)}`,
      `${pick(random, streets)} ${1 + Math.floor(random() * 120)}`,
      nationally(phone),
      nationally(second),
      pick(random, reasons),
      day(visit),
      day(daysBefore(visit, 30 + Math.floor(random() * 900))),
      `Liefervertrag ${reference}, Anrufen zugestimmt`,
    ];
  });
  return `${[demoColumns[study], ...lines].map((cells) => cells.join(";")).join("\r\n")}\r\n`;
}
