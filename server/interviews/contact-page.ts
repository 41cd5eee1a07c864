import type { Request, Response } from "express";
import { userOf } from "../http/routes.ts";
import { helpKey } from "./key-line.ts";
import { openingWords } from "./opening-words.ts";
import { type StationContext, stationBar, stationSide } from "./station-view.ts";

export interface ContactPage {
  error: string | null;
  /** Somebody fetches the target person: the words are said once more. */
  fetched?: boolean;
  status?: number;
}

const ways = ["target", "informant", "proxy", "nobody"] as const;

/** The contact form of the attempt: who answers, and the words for this situation. */
export function showContact(req: Request, res: Response, context: StationContext, page: ContactPage): void {
  const { held, study, t } = context;
  const index = held.numbers.findIndex((number) => number.id === held.attempt?.numberId);
  const number = held.numbers[index];
  const languages = study.languages.map((value) => ({
    value,
    words: t(`station.languages.${value}`, { defaultValue: value }),
    chosen: value === held.language,
  }));
  res.status(page.status ?? 200).set("Cache-Control", "no-store");
  res.page("cases/contact", {
    layout: "station",
    title: t("contact.title", { reference: held.reference }),
    scripts: ["station"],
    caseId: held.caseId,
    station: stationBar(context),
    side: stationSide(context),
    number: {
      words: t("startWindow.number", { no: index + 1, of: held.numbers.length }),
      display: number?.display,
      tel: study.telephony === "manual" ? number?.e164 : null,
    },
    ...openingWords(context, userOf(req).name),
    ways: ways.map((value, at) => ({
      value,
      no: at + 1,
      words: t(`contact.${value}`),
      chosen: page.fetched ? value === "target" : false,
    })),
    languages: languages.length > 1 ? languages : null,
    error: page.error,
    keys: [
      { key: "1", to: String(ways.length), words: t("keys.choose") },
      { key: t("keys.enter"), words: t("keys.goOn") },
      { key: "F8", words: t("keys.endCall"), does: "endCall", href: `/cases/${held.caseId}/outcome` },
      helpKey(t),
    ],
  });
}
