/** What quotas do to cases whose cell the sample tells. */
export {
  blockCases,
  boostCases,
  countQuotaCases,
  type QuotaCaseCount,
  unblockCases,
} from "./quota-cases-store.ts";
