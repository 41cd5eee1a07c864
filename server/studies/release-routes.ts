import type { Deps } from "../deps.ts";
import { textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { tooSmallBase } from "../results/build-chart-spec.ts";
import { countResults } from "../results/count-results.ts";
import { author, studyOf } from "./desk.ts";
import { releaseResults } from "./release-results.ts";
import { teamOf } from "./team.ts";

/** What the client may see, and since when it is final. */
export function releaseRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/release", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const [{ field }, team] = await Promise.all([countResults(deps, study), teamOf(deps, study)]);
    res.page("studies/release", {
      titleKey: "release.title",
      study,
      completes: field.interviews,
      interim: study.status !== "closed",
      smallest: tooSmallBase,
      clients: team.filter(({ roles }) => roles.includes("client")),
      done: textOf(req.query.done),
    });
  });

  r.post("/studies/:id/release", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const results = textOf(req.body.results);
    if (results !== "release" && results !== "withhold") throw problem("bad-request");
    const { field } = await countResults(deps, study);
    await releaseResults(deps, {
      study,
      release: results === "release",
      by: userOf(req).id,
      completes: field.interviews,
    });
    res.redirect(303, `/studies/${study.key}/release?done=${results}`);
  });

  return r;
}
