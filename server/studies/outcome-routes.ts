import type { Request, Response } from "express";
import { defaultOutcomes, type Outcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { isPolicy } from "../calling/policy.ts";
import type { Deps } from "../deps.ts";
import { linesOf, textOf } from "../http/form-errors.ts";
import { readUpload, textOfUpload } from "../http/read-upload.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { translator } from "../views/translate.ts";
import { author, desk, isAuthor, studyOf } from "./desk.ts";
import { readJsonText, refusalOf, type ShownFault } from "./faults-in-text.ts";
import { jsonText } from "./json-text.ts";
import { nextWords } from "./next-words.ts";
import { seenMark } from "./seen-mark.ts";
import { outcomeChanges, setStudyOutcomes } from "./set-study-outcomes.ts";
import type { StudyDoc } from "./study-model.ts";

const largestCatalogue = 1024 * 1024;

/** What a form that was refused shows again; without a text it was the way back to the shipped catalogue. */
interface Refused {
  text?: string;
  faults?: ShownFault[];
  conflict?: true;
}

const letters = ({ key, keyUnanswered }: Outcome) =>
  Object.entries(key ?? {}).map(([language, letter]) => {
    const other = keyUnanswered?.[language];
    return { language, letter: other && other !== letter ? `${letter} / ${other}` : letter };
  });

/** The outcome catalogue of a study: what holds, and for its authors the catalogue as text or file. */
export function outcomeRoutes(deps: Deps): Routes {
  const r = routes();

  const show = async (req: Request, res: Response, study: StudyDoc, refused?: Refused) => {
    const { locale } = userOf(req);
    const t = translator(locale);
    const catalogue = outcomeCatalogue(study.outcomes);
    const delays = isPolicy(study.policy) ? study.policy.delays : {};
    const groups = new Map<string, object[]>();
    for (const outcome of catalogue.outcomes) {
      const rows = groups.get(outcome.group) ?? [];
      rows.push({
        ...outcome,
        labels: Object.entries(outcome.label).map(([language, text]) => ({ language, text })),
        next: nextWords(outcome, delays, t),
        letters: letters(outcome),
        noteRequired: outcome.note === "required",
      });
      groups.set(outcome.group, rows);
    }
    res.page("studies/outcomes", {
      titleKey: "outcomes.title",
      study,
      author: isAuthor(req),
      groups: [...groups].map(([group, outcomes]) => ({ group, outcomes })),
      count: catalogue.outcomes.length,
      own: study.outcomes !== null,
      changes: outcomeChanges(defaultOutcomes(), catalogue),
      text: refused?.text ?? jsonText(catalogue),
      seen: seenMark(catalogue),
      refused,
      done: req.query.done === "1",
    });
  };

  r.get("/studies/:id/outcomes", desk, async (req, res) => show(req, res, await studyOf(deps, req)));

  r.get("/studies/:id/outcomes/json", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    res.attachment(`${study.key}-outcomes.json`);
    res.type("json").send(`${jsonText(outcomeCatalogue(study.outcomes))}\n`);
  });

  /** Puts it into force, or shows the page again with what was sent and why it was refused. */
  const take = async (
    req: Request,
    res: Response,
    sent: { outcomes: unknown; seen: string; text?: string },
  ) => {
    const study = await studyOf(deps, req);
    const { outcomes, seen, ...form } = sent;
    try {
      await setStudyOutcomes(deps, { studyId: study._id, outcomes, by: userOf(req).id, seen });
    } catch (error) {
      const { status, ...why } = refusalOf(
        error,
        "outcomes",
        form.text ?? "",
        translator(userOf(req).locale),
      );
      return show(req, res.status(status), await studyOf(deps, req), { ...form, ...why });
    }
    res.redirect(303, `/studies/${study.key}/outcomes?done=1`);
  };

  const takeText = async (req: Request, res: Response, text: string, seen: string) => {
    const read = readJsonText(text, translator(userOf(req).locale));
    if (!read.faults) return take(req, res, { outcomes: read.value ?? {}, seen, text });
    await show(req, res.status(422), await studyOf(deps, req), { text, faults: read.faults });
  };

  r.post("/studies/:id/outcomes/text", author, (req, res) =>
    takeText(req, res, linesOf(req.body.text), textOf(req.body.seen)),
  );

  r.post("/studies/:id/outcomes/upload", author, async (req, res) => {
    const { fields, file } = await readUpload(req, { maxBytes: largestCatalogue });
    await takeText(req, res, file ? await textOfUpload(file) : "", fields.seen ?? "");
  });

  r.post("/studies/:id/outcomes/default", author, (req, res) =>
    take(req, res, { outcomes: null, seen: textOf(req.body.seen) }),
  );

  return r;
}
