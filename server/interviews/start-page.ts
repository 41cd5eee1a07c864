import type { Request, Response } from "express";
import type { HeldCase } from "../cases/held-case.ts";
import { userOf } from "../http/routes.ts";
import { helpKey, type KeyOffer } from "./key-line.ts";
import { openingWords } from "./opening-words.ts";
import { type StationContext, stationBar, stationSide, timeAt } from "./station-view.ts";

function numbersOf({ held, t }: StationContext) {
  const callable = (number: HeldCase["numbers"][number]) =>
    number.state === "callable" && number.callableUntil !== null;
  const first = (held.numbers.find((one) => one.next && callable(one)) ?? held.numbers.find(callable))?.id;
  return held.numbers.map((number, index) => ({
    id: number.id,
    no: index + 1,
    title: t("startWindow.number", { no: index + 1, of: held.numbers.length }),
    kind: t(`station.kinds.${number.kind}`),
    display: number.display,
    remark: number.attempts > 0 ? t("startWindow.tried", { count: number.attempts }) : null,
    callable: callable(number),
    first: number.id === first,
  }));
}

/** Before the call: who, which number, why now, what to say. */
export function showStart(req: Request, res: Response, context: StationContext): void {
  const { held, t, locale } = context;
  const user = userOf(req);
  const numbers = numbersOf(context);
  const until = held.numbers.find((number) => number.callableUntil)?.callableUntil;
  const callable = numbers.filter((number) => number.callable);
  const keys: KeyOffer[] = [
    ...callable.map((number) => ({
      key: number.first ? t("keys.enter") : String(number.no),
      words: t("keys.dialFirst", { no: number.no }),
      form: "dialing",
      name: "number",
      value: number.id,
    })),
    { key: "F8", words: t("keys.release") },
    helpKey(t),
  ];
  res.set("Cache-Control", "no-store").page("cases/start", {
    layout: "station",
    title: t("startWindow.title", { reference: held.reference }),
    scripts: ["station"],
    caseId: held.caseId,
    station: stationBar({ ...context, third: "held" }),
    side: stationSide(context),
    numbers,
    attempts: held.history.length,
    maxAttempts: held.maxAttempts,
    until: until ? timeAt(new Date(until), held.zone, locale) : null,
    why: held.why,
    ...openingWords(context, user.name),
    keys,
  });
}
