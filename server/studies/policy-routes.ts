import type { Request, Response } from "express";
import { isPolicy } from "../calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../calling/shipped-policy.ts";
import { forgetFieldStudies } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { linesOf, textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { sourceIn } from "../views/source-words.ts";
import { translator } from "../views/translate.ts";
import { changeLines } from "./changed-places.ts";
import { author, desk, isAuthor, studyOf } from "./desk.ts";
import { readJsonText, refusalOf, type ShownFault } from "./faults-in-text.ts";
import { fieldWarnings } from "./field-warnings.ts";
import { jsonText } from "./json-text.ts";
import { policyView } from "./policy-view.ts";
import { seenMark } from "./seen-mark.ts";
import { changesToPreset, setStudyPolicy, withReason } from "./set-study-policy.ts";
import { changeStudy } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";

/** What a form that was refused shows again. */
interface Refused {
  /** The form: choosing a preset, stating the reason, the policy as text. */
  form: "preset" | "reason" | "text";
  preset?: string;
  reason?: string;
  text?: string;
  faults?: ShownFault[];
  /** Somebody else saved in between. */
  conflict?: true;
}

const currentOf = (study: StudyDoc) => (isPolicy(study.policy) ? study.policy : null);

/** The calling policy of a study: what holds, the choice of a preset, and the policy as text. */
export function policyRoutes(deps: Deps): Routes {
  const r = routes();

  const show = async (req: Request, res: Response, study: StudyDoc, refused?: Refused) => {
    const { locale } = userOf(req);
    const current = currentOf(study);
    const presets = shippedPolicyNames()
      .map((name) => shippedPolicy(name))
      // The demo preset dials fiction only, and only by the simulated telephone.
      .filter(({ fictionOnly }) => !fictionOnly || study.telephony === "simulated")
      .map(({ name, title, hours }) => ({
        ...{ name, title: title[locale] ?? title.en ?? name },
        asks: hours.needReason.length > 0,
      }));
    res.page("studies/policy", {
      titleKey: "policy.title",
      study,
      author: isAuthor(req),
      policy: current && policyView(current, study, locale),
      changes: current && changeLines(changesToPreset(current)),
      presets,
      chosen: refused?.preset ?? current?.name,
      reason: refused?.reason ?? current?.hours.reason ?? "",
      text: refused?.text ?? (current ? jsonText(current) : ""),
      seen: seenMark(study.policy),
      refused: refused && { ...refused, [refused.form]: true },
      advertisingSource: sourceIn(locale)(current?.advertising?.source ?? "House rule"),
      warnings: await fieldWarnings(deps, study),
      done: req.query.done === "1",
    });
  };

  r.get("/studies/:id/policy", desk, async (req, res) => show(req, res, await studyOf(deps, req)));

  /** Puts it into force, or shows the form again with what was typed and why it was refused. */
  const take = async (req: Request, res: Response, study: StudyDoc, policy: unknown, form: Refused) => {
    try {
      const seen = textOf(req.body.seen);
      await setStudyPolicy(deps, { studyId: study._id, policy, by: userOf(req).id, seen });
    } catch (error) {
      const { status, ...why } = refusalOf(error, "policy", form.text ?? "", translator(userOf(req).locale));
      return show(req, res.status(status), await studyOf(deps, req), { ...form, ...why });
    }
    res.redirect(303, `/studies/${study.key}/policy?done=1`);
  };

  r.post("/studies/:id/policy", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const preset = textOf(req.body.preset);
    if (!shippedPolicyNames().includes(preset)) throw problem("bad-request");
    const reason = textOf(req.body.reason);
    const policy = withReason(shippedPolicy(preset), reason);
    await take(req, res, study, policy, { form: "preset", preset, reason });
  });

  r.post("/studies/:id/policy/reason", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const current = currentOf(study);
    if (!current || current.hours.needReason.length === 0) throw problem("bad-request");
    const reason = textOf(req.body.reason);
    await take(req, res, study, withReason(current, reason), { form: "reason", reason });
  });

  r.post("/studies/:id/policy/text", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const text = linesOf(req.body.text);
    const read = readJsonText(text, translator(userOf(req).locale));
    const form = { form: "text", text } as const;
    if (read.faults) return show(req, res.status(422), study, { ...form, faults: read.faults });
    await take(req, res, study, read.value, form);
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
