import { caseSupply } from "../cases/case-supply.ts";
import type { Deps } from "../deps.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { nextTimeWords } from "../interviews/next-time-words.ts";
import { countForReview } from "../interviews/review-list.ts";
import { quotaGrids } from "../quotas/quota-grids.ts";
import { countDispositions } from "../results/count-dispositions.ts";
import { eligibleShare, responseRates } from "../results/response-rates.ts";
import { desk, studyOf } from "../studies/desk.ts";
import { studyFigures } from "./field-figures.ts";

const shownRates = ["RR1", "RR3", "COOP1", "COOP3", "REF1", "CON1"] as const;

/** The status of the field: where the cases are, what the attempts came to, the rates. */
export function fieldRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/studies/:id/field", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const { locale, roles } = userOf(req);
    const seesCases = roles.includes("supervisor") || roles.includes("admin");
    const [figures, dispositions, supply, quotas, reviews] = await Promise.all([
      studyFigures(deps, study, locale),
      countDispositions(deps, study),
      caseSupply(deps, study._id),
      quotaGrids(deps, study, locale),
      seesCases ? countForReview(deps, study._id) : null,
    ]);
    const rates = responseRates(dispositions);
    res.page("monitoring/field", {
      titleKey: "field.title",
      study,
      figures,
      supply,
      opens: supply.opens && nextTimeWords(supply.opens, locale),
      neverOpens: supply.ready > 0 && supply.now === 0 && !supply.opens,
      quotas,
      worked: figures.cases - figures.untouched,
      rates: shownRates.map((name) => ({ name, rate: rates[name] })),
      e: eligibleShare(dispositions),
      seesCases,
      waiting: reviews?.waiting ?? 0,
    });
  });
  return r;
}
