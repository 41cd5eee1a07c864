import {
  type DispositionCounts,
  eligibleShare,
  knownEligible,
  responseRates,
  unknown,
} from "./response-rates.ts";

/** The response rate with the numbers that it is made of, so that anybody can check it; null without cases. */
export function responseRateView(counts: DispositionCounts, locale: string) {
  const e = eligibleShare(counts);
  const { RR3 } = responseRates(counts);
  if (RR3 === null) return null;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  return {
    rate: percent(1).format(RR3),
    I: number.format(counts.I),
    K: number.format(knownEligible(counts)),
    U: number.format(unknown(counts)),
    e: number.format(e ?? 0),
    ePercent: percent(0).format(e ?? 0),
  };
}
