import { isPolicy } from "../calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../calling/shipped-policy.ts";
import { forgetFieldStudies } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { sourceIn } from "../views/source-words.ts";
import { author, desk, isAuthor, studyOf } from "./desk.ts";
import { fieldWarnings } from "./field-warnings.ts";
import { policyView } from "./policy-view.ts";
import { setStudyPolicy } from "./set-study-policy.ts";
import { changeStudy } from "./studies.ts";

/** The calling policy of a study: what holds, and the choice of a preset. */
export function policyRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/policy", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const { locale } = userOf(req);
    const sourceWords = sourceIn(locale);
    const current = isPolicy(study.policy) ? study.policy : null;
    res.page("studies/policy", {
      titleKey: "policy.title",
      study,
      author: isAuthor(req),
      policy: current && policyView(current, study, locale),
      // The demo preset dials fiction only, and only by the simulated telephone.
      presets: shippedPolicyNames()
        .map((name) => shippedPolicy(name))
        .filter(({ fictionOnly }) => !fictionOnly || study.telephony === "simulated")
        .map(({ name, title }) => ({ name, title: title[locale] ?? title.en ?? name })),
      advertisingSource: sourceWords(current?.advertising?.source ?? "House rule"),
      warnings: await fieldWarnings(deps, study),
      done: req.query.done === "1",
    });
  });

  r.post("/studies/:id/policy", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const name = textOf(req.body.preset);
    if (!shippedPolicyNames().includes(name)) throw problem("bad-request");
    const policy = shippedPolicy(name);
    if (policy.fictionOnly && study.telephony !== "simulated") throw problem("bad-request");
    await setStudyPolicy(deps, { studyId: study._id, policy, by: userOf(req).id });
    res.redirect(303, `/studies/${study.key}/policy?done=1`);
  });

  r.post("/studies/:id/advertising", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const advertising = textOf(req.body.advertising) === "yes";
    // What was refused without a consent is asked again.
    const change = { advertising, replanSince: deps.clock.now() };
    await changeStudy(deps, study._id, change, userOf(req).id);
    forgetFieldStudies(deps);
    res.redirect(303, `/studies/${study.key}/policy?done=1`);
  });

  return r;
}
