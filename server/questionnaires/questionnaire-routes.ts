import type { Request, Response } from "express";
import type { Questionnaire } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { formErrors, linesOf, textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { readUpload, textOfUpload } from "../http/read-upload.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { author, desk, isAuthor, studyOf } from "../studies/desk.ts";
import { changeStudy, publishVersion } from "../studies/studies.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { findUsersById } from "../users/users.ts";
import { checkDraft, type DraftCheck } from "./check-draft.ts";
import { differencesOf } from "./differences-of.ts";
import { type Draft, draftOf, saveDraft } from "./drafts.ts";
import { lineOfPointer } from "./locate-pointer.ts";
import { missingLists, storeLookupList } from "./lookup-lists.ts";
import { outlineDefinition } from "./outline-definition.ts";
import { questionnaireDefinition } from "./questionnaires.ts";

const largestDraft = 3 * 1024 * 1024;
const largestList = 12 * 1024 * 1024;

interface PageState {
  draft?: Draft;
  check?: DraftCheck;
  conflict?: string | undefined;
  published?: number;
}

/** The list that was just brought in, as the address names it. */
function listOfAddress(query: Request["query"]) {
  const [hash, entries, language] = [textOf(query.list), textOf(query.entries), textOf(query.language)];
  const known = /^[0-9a-f]{64}$/.test(hash) && /^\d{1,7}$/.test(entries) && /^[\w-]{2,20}$/.test(language);
  return known ? { hash, entries: Number(entries), language } : null;
}

/** The questionnaire of a study: its versions, the draft, checking and publishing. */
export function questionnaireRoutes(deps: Deps): Routes {
  const r = routes();

  const show = async (req: Request, res: Response, study: StudyDoc, state: PageState = {}) => {
    const people = await findUsersById(
      deps.db,
      study.versions.map(({ by }) => by),
    );
    const draft = state.draft ?? (await draftOf(deps, study));
    res.page("questionnaires/questionnaire", {
      titleKey: "questionnaire.title",
      study,
      versions: study.versions
        .map(({ hash, publishedAt, by }, index) => ({
          number: index + 1,
          short: hash.slice(0, 8),
          hash,
          publishedAt,
          byName: people.find(({ _id }) => _id === by)?.name ?? by,
        }))
        .toReversed(),
      next: study.versions.length + 1,
      author: isAuthor(req),
      draft,
      lines: draft.text ? draft.text.split("\n").length : 0,
      check: state.check,
      clean: state.check && state.check.errors.length === 0,
      conflict: state.conflict,
      list: listOfAddress(req.query),
      published: textOf(req.query.published),
    });
  };

  r.get("/studies/:id/questionnaire", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const draft = await draftOf(deps, study);
    const check = draft.revision > 0 && draft.text ? { check: checkDraft(draft.text, study.outcomes) } : {};
    await show(req, res, study, { draft, ...check });
  });

  /** Saves, checks and, if asked for and clean, publishes. */
  const take = async (req: Request, res: Response, text: string, onto: number, publish: boolean) => {
    const study = await studyOf(deps, req);
    const by = userOf(req).id;
    const check = checkDraft(text, study.outcomes);
    if (check.errors.length === 0) {
      const missing = await missingLists(deps, check.definition as Questionnaire);
      check.errors = missing.map((finding) => ({ ...finding, line: lineOfPointer(text, finding.pointer) }));
    }
    let draft: Draft = { text, revision: onto, savedAt: null };
    const failed = await formErrors(async () => {
      draft = await saveDraft(deps, { studyId: study._id, text, onto, by });
      if (!publish || check.errors.length > 0) return;
      await publishVersion(deps, { studyId: study._id, definition: check.definition, by });
    });
    if (failed) return show(req, res.status(409), study, { draft, check, conflict: failed.form });
    // Saved and without fault: the page itself shows it, and can be loaded again.
    const address = `/studies/${study.key}/questionnaire`;
    if (check.errors.length === 0) return res.redirect(303, publish ? `${address}?published=1` : address);
    await show(req, res.status(publish ? 422 : 200), study, { draft, check });
  };

  r.post("/studies/:id/questionnaire", author, async (req, res) => {
    const revision = Number(textOf(req.body.revision));
    if (!Number.isInteger(revision) || revision < 0) throw problem("bad-request");
    const text = linesOf(req.body.text);
    await take(req, res, text, revision, req.body.act === "publish");
  });

  r.post("/studies/:id/questionnaire/upload", author, async (req, res) => {
    const { fields, file } = await readUpload(req, { maxBytes: largestDraft });
    const text = file ? await textOfUpload(file) : "";
    await take(req, res, text, Number(fields.revision ?? 0), false);
  });

  /** Two versions side by side; without a choice the last two. */
  r.get("/studies/:id/questionnaire/differences", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const last = study.versions.length;
    const chosen = (value: unknown, usual: number) => {
      const number = Number(textOf(value)) || usual;
      return study.versions[number - 1] ? number : usual;
    };
    const [from, to] = [chosen(req.query.from, Math.max(1, last - 1)), chosen(req.query.to, last)];
    res.page("questionnaires/differences", {
      titleKey: "questionnaire.differences",
      ...{ study, from, to, author: isAuthor(req) },
      versions: study.versions.map(({ publishedAt }, at) => ({ number: at + 1, publishedAt })),
      ...(last > 0 ? await differencesOf(deps, study, from, to) : {}),
    });
  });

  r.post("/studies/:id/questionnaire/moving", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const moveOpenInterviews = textOf(req.body.move) === "yes";
    await changeStudy(deps, study._id, { moveOpenInterviews }, userOf(req).id);
    res.redirect(303, `/studies/${study.key}/questionnaire/differences`);
  });

  r.post("/studies/:id/questionnaire/list", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const { fields, file } = await readUpload(req, { maxBytes: largestList });
    const language = textOf(fields.language).trim();
    const list = await storeLookupList(deps, { language, csv: file ? await textOfUpload(file) : "" });
    const { hash, entries } = list;
    const query = new URLSearchParams({ list: hash, entries: String(entries), language });
    res.redirect(303, `/studies/${study.key}/questionnaire?${query}`);
  });

  const versionOf = async (req: Request) => {
    const study = await studyOf(deps, req);
    const number = Number(req.params.number);
    const version = study.versions[number - 1];
    if (!version) throw problem("not-found");
    return { study, number, version, definition: await questionnaireDefinition(deps, version.hash) };
  };

  r.get("/studies/:id/questionnaire/:number", desk, async (req, res) => {
    const { study, number, version, definition } = await versionOf(req);
    const asked = textOf(req.query.language);
    const language = definition.languages.find((one) => one === asked) ?? definition.languages[0] ?? "en";
    res.page("questionnaires/version", {
      titleKey: "questionnaire.title",
      study,
      number,
      version,
      language,
      languages: definition.languages,
      lines: outlineDefinition(definition, language),
    });
  });

  r.get("/studies/:id/questionnaire/:number/json", desk, async (req, res) => {
    const { study, number, definition } = await versionOf(req);
    res.attachment(`${study.key}-version-${number}.json`);
    res.type("json").send(`${JSON.stringify(definition, null, 2)}\n`);
  });

  return r;
}
