import type { Response } from "express";
import { helpKey } from "./key-line.ts";
import { type StationContext, stationBar, stationSide } from "./station-view.ts";

/** Why a case is given back before a call; what is chosen stays with the case as a note. */
const releaseReasons = ["known", "language", "notNow", "fault", "other"] as const;

export type ReleaseReason = (typeof releaseReasons)[number];

/** The reason that was sent, or null when it is none of the list. */
export function releaseReason(sent: string): ReleaseReason | null {
  return releaseReasons.find((one) => one === sent) ?? null;
}

/** Asks why, one digit a reason; the case stays held until one is chosen. */
export function showRelease(res: Response, context: StationContext): void {
  const { held, t } = context;
  const reasons = releaseReasons.map((id, index) => ({
    id,
    no: index + 1,
    words: t(`startWindow.releaseReasons.${id}`),
  }));
  const back = `/cases/${held.caseId}`;
  res.set("Cache-Control", "no-store").page("cases/release", {
    layout: "station",
    title: t("startWindow.releaseWhy"),
    scripts: ["station"],
    caseId: held.caseId,
    station: stationBar({ ...context, third: "held" }),
    side: stationSide(context),
    reasons,
    back,
    keys: [
      ...reasons.map(({ id, no, words }) => ({
        key: String(no),
        words,
        form: "release",
        name: "reason",
        value: id,
      })),
      { key: t("keys.pageUp"), words: t("keys.back"), does: "back", href: back },
      helpKey(t),
    ],
  });
}
