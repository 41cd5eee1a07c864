import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Temporal } from "temporal-polyfill";
import type { Deps } from "../deps.ts";
import { houseZone } from "../house-zone.ts";
import { type CsvColumn, type CsvOptions, csvFormat } from "../results/csv-format.ts";
import { studiesForUser } from "../studies/studies.ts";
import { findUsersById } from "../users/users.ts";
import { isPaid } from "./time-kinds.ts";
import { timesBetween } from "./time-ledger.ts";
import { minutesOf } from "./time-stretches.ts";

const columns: CsvColumn[] = [
  "login",
  "name",
  "site",
  "study",
  "kind",
  "paid",
  "from",
  "to",
  "minutes",
  "corrected",
  "reason",
].map((header) => ({ header, openText: ["login", "name", "site", "reason"].includes(header) }));

/**
 * The hours of a span for the payroll: one line per unbroken time, local times with their offset.
 * @returns how many lines were written
 */
export async function writeTimeCsv(
  deps: Deps,
  span: { from: Date; to: Date },
  options: CsvOptions,
  out: NodeJS.WritableStream,
): Promise<number> {
  const [stretches, studies] = await Promise.all([
    timesBetween(deps, span),
    studiesForUser(deps, { id: "", roles: ["admin"] }),
  ]);
  const people = await findUsersById(deps.db, [...new Set(stretches.map(({ userId }) => userId))]);
  const personOf = new Map(people.map((person) => [person._id, person]));
  const keyOf = new Map(studies.map(({ _id, key }) => [_id, key]));
  const zone = houseZone();
  const local = (date: Date) =>
    Temporal.Instant.fromEpochMilliseconds(date.getTime())
      .toZonedDateTimeISO(zone)
      .toString({ timeZoneName: "never", smallestUnit: "second" });
  const lines = stretches.map((one) => {
    const person = personOf.get(one.userId);
    return [
      person?.login ?? one.userId,
      person?.name ?? "",
      person?.site ?? "",
      keyOf.get(one.studyId ?? "") ?? "",
      one.kind,
      isPaid(one.kind) ? "yes" : "no",
      local(one.from),
      local(one.to),
      minutesOf(one),
      one.reason === null ? "no" : "yes",
      one.reason ?? "",
    ];
  });
  await pipeline(Readable.from(lines), csvFormat(columns, options), out);
  return lines.length;
}
