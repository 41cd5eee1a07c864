import type { Request, Response } from "express";
import { replicateSizes } from "../cases/draw-replicates.ts";
import { findImport, runningImport } from "../cases/import-progress.ts";
import { type ImportReport, importSample } from "../cases/import-sample.ts";
import { releaseReplicates } from "../cases/release-replicates.ts";
import { replicateFigures } from "../cases/replicate-figures.ts";
import { columnRoles, type SampleMapping } from "../cases/sample-mapping.ts";
import type { Deps } from "../deps.ts";
import { formErrors, formIdOf, textOf, typed } from "../http/form-errors.ts";
import { Problem, problem } from "../http/problem.ts";
import { readUpload } from "../http/read-upload.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { saveSession } from "../http/save-session.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { fieldFigures } from "../monitoring/field-figures.ts";
import { questionnaireDefinition } from "../questionnaires/questionnaires.ts";
import { translator } from "../views/translate.ts";
import { author, desk, isAuthor, studyOf } from "./desk.ts";
import { dropUpload, type KeptUpload, keepUpload, openUpload } from "./kept-upload.ts";
import { readReplicates, type TypedReplicates } from "./read-replicates.ts";
import { countries, mappingOf, withoutEmpty } from "./sample-form.ts";
import { sampleImports } from "./sample-imports.ts";
import {
  findSampleJob,
  forgetSampleJob,
  type SampleJob,
  settleSampleJob,
  startSampleJob,
} from "./sample-jobs.ts";
import { addSource } from "./sample-sources.ts";
import type { StudyDoc } from "./study-model.ts";

declare module "express-session" {
  interface SessionData {
    /** A sample file that was uploaded and waits for its import, with the mapping chosen so far. */
    upload: KeptUpload & { mapping: Partial<SampleMapping>; source?: string; parts?: TypedReplicates };
  }
}

/** A million rows of a usual sample. */
const largestSample = 500 * 1024 * 1024;

/** A file that takes longer gets a page of its own, which comes back by itself. */
const patienceMs = 2000;
const refreshSeconds = "2";

const partsOf = (form: Record<string, unknown>): TypedReplicates => ({
  replicates: textOf(form.replicates).slice(0, 20),
  release: textOf(form.release).slice(0, 20),
});

/** The chosen source, if the study has it; "" is the study's own text. */
function sourceOf(study: StudyDoc, req: Request): string {
  const asked = textOf(req.body.source);
  return study.sources?.some(({ id }) => id === asked) ? asked : "";
}

/** Sample files: upload, dry run with the mapping of columns, import. */
export function sampleRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/sample", desk, (req, res) => show(req, res));

  const show = async (
    req: Request,
    res: Response,
    state: {
      errors?: Record<string, string>;
      typed?: Record<string, string>;
      wrongUpTo?: { batch: string; typed: string; last: number };
    } = {},
  ) => {
    const study = await studyOf(deps, req);
    const { upload } = req.session;
    const job = upload?.studyId === study._id ? findSampleJob(upload.id) : undefined;
    if (job?.kind === "import" && job.result) return afterImport(req, res, study, job.result);
    const [figures, parts, loading, past] = await Promise.all([
      fieldFigures(deps, [study._id]),
      replicateFigures(deps, study._id),
      runningImport(deps, study._id),
      sampleImports(deps, study),
    ]);
    if (loading) res.set("Refresh", refreshSeconds);
    res.page("studies/sample", {
      titleKey: "sample.title",
      study,
      cases: figures.get(study._id)?.cases ?? 0,
      variables: Object.keys(await declared(study)),
      waiting: !loading && upload?.studyId === study._id ? upload.filename : null,
      loading,
      past,
      author: isAuthor(req),
      parts: parts
        // One replicate is the whole import: there is nothing to release.
        .filter(({ replicates }) => replicates.length > 1 || replicates.some(({ released }) => !released))
        .map((part) => ({
          ...part,
          next: part.replicates.find(({ released }) => !released)?.replicate ?? null,
          wrong: state.wrongUpTo?.batch === part.batch ? state.wrongUpTo : null,
        })),
      severalImports: parts.length > 1,
      released: textOf(req.query.released),
      imported: Number(textOf(req.query.imported)) || null,
      gone: req.query.gone === "1",
      nothing: req.query.nothing === "1",
      added: req.query.added === "1",
      sources: (study.sources ?? []).map(({ texts, ...source }) => ({
        ...source,
        texts: Object.entries(texts).map(([lang, text]) => ({ lang, text })),
      })),
      languages: study.languages.map((lang) => ({ lang, field: `text.${lang}` })),
      formId: state.typed?.form ?? deps.newId(),
      ...{ errors: {}, typed: {}, ...state },
      failed: state.errors !== undefined,
    });
  };

  r.post("/studies/:id/sample/source", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const form = typed(req.body);
    const texts = Object.fromEntries(study.languages.map((one) => [one, form[`text.${one}`] ?? ""]));
    const { name = "", controller = "", legalBasis = "" } = form;
    const source = { name, controller, legalBasis, texts };
    const errors = await formErrors(() =>
      addSource(deps, { study, source, by: userOf(req).id, ...formIdOf(req.body) }),
    );
    if (errors) return show(req, res.status(422), { errors, typed: form });
    res.redirect(303, `/studies/${study.key}/sample?added=1`);
  });

  r.post("/studies/:id/sample/release", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const found = await findImport(deps, textOf(req.body.batch));
    if (found?.studyId !== study._id || found.status !== "complete") throw problem("not-found");
    const { _id: batch, filename, replicates: last } = found;
    const typed = textOf(req.body.upTo).trim();
    const upTo = /^\d{1,7}$/.test(typed) ? Number(typed) : 0;
    if (upTo < 1 || upTo > last) return show(req, res.status(422), { wrongUpTo: { batch, typed, last } });
    const cases = await releaseReplicates(deps, study._id, { batch, upTo });
    // Sent again, it releases nothing.
    if (cases > 0)
      await writeAudit(deps, {
        by: userOf(req).id,
        act: "sample.release",
        on: batch,
        studyId: study._id,
        what: { file: filename ?? "", upTo, cases },
      });
    res.redirect(303, `/studies/${study.key}/sample?released=${cases}`);
  });

  const declared = async (study: StudyDoc) => {
    const latest = study.versions.at(-1);
    return latest ? ((await questionnaireDefinition(deps, latest.hash)).sample ?? {}) : {};
  };

  r.post("/studies/:id/sample/upload", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const { file, filename, fields } = await readUpload(req, { maxBytes: largestSample });
    if (!file) return res.redirect(303, `/studies/${study.key}/sample?nothing=1`);
    const kept = await keepUpload(deps, { studyId: study._id, filename, file });
    if (req.session.upload) await dropUpload(req.session.upload);
    req.session.upload = { ...kept, mapping: {}, parts: partsOf(fields) };
    await saveSession(req);
    res.redirect(303, `/studies/${study.key}/sample/check`);
  });

  /** Runs the waiting file through the field's import, in the background; null when there is no file (any more). */
  const start = (req: Request, study: StudyDoc, kind: SampleJob["kind"]): SampleJob | null => {
    const { upload } = req.session;
    if (upload?.studyId !== study._id) return null;
    const skipDuplicates = req.body?.skipDuplicates === "1" || req.query.skip === "1";
    const { mapping, source } = upload;
    const by = userOf(req).id;
    const { replicates, release, errors } = readReplicates(upload.parts);
    // A dry run comes to the same whatever the parts are.
    const parts = kind === "check" || Object.keys(errors).length > 0 ? {} : { replicates, release };
    const key = JSON.stringify({ mapping, source, skipDuplicates, parts });
    return startSampleJob(upload.id, { kind, key }, async (progress) => {
      const stream = await openUpload(upload);
      if (!stream) return null;
      try {
        const report = await importSample(deps, {
          ...{ studyId: study._id, stream, mapping: withoutEmpty(mapping), dryRun: kind === "check" },
          ...{
            by,
            skipDuplicates,
            progress,
            ...parts,
            filename: upload.filename,
            ...(source ? { source } : {}),
          },
        });
        if (report.imported) await noteImport(study, by, report);
        return report;
      } finally {
        stream.destroy();
      }
    });
  };

  const noteImport = async (study: StudyDoc, by: string, report: ImportReport) => {
    await writeAudit(deps, {
      ...{ by, act: "sample.import", on: report.batch ?? study._id, studyId: study._id },
      what: { rows: report.rows, cases: report.cases, blocked: report.blocked },
    });
  };

  /** Where an import that has ended leads to. */
  const afterImport = async (
    req: Request,
    res: Response,
    study: StudyDoc,
    result: NonNullable<SampleJob["result"]>,
  ) => {
    const { upload } = req.session;
    if (upload) forgetSampleJob(upload.id);
    if ("error" in result) {
      // Fewer cases than replicates, by now: the page of the dry run says so.
      if (result.error instanceof Problem && result.error.code === "invalid-input")
        return res.redirect(303, `/studies/${study.key}/sample/check`);
      throw result.error;
    }
    if (!result.report) return res.redirect(303, `/studies/${study.key}/sample?gone=1`);
    // Something changed since the dry run, such as the blocklist: show it again instead of guessing.
    if (!result.report.imported) return res.redirect(303, `/studies/${study.key}/sample/check`);
    await forget(req);
    res.redirect(303, `/studies/${study.key}/sample?imported=${result.report.cases}`);
  };

  const forget = async (req: Request) => {
    if (req.session.upload) await dropUpload(req.session.upload);
    delete req.session.upload;
    await saveSession(req);
  };

  r.get("/studies/:id/sample/check", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const t = translator(userOf(req).locale);
    const { upload } = req.session;
    const importing = upload && findSampleJob(upload.id)?.kind === "import";
    // Its own page says how far it is, and leads here again if it found faults.
    if (importing) return res.redirect(303, `/studies/${study.key}/sample`);
    const job = start(req, study, "check");
    const result = job && (await settleSampleJob(job, patienceMs));
    if (job && !result) {
      res.set("Refresh", refreshSeconds);
      return res.page("studies/sample-checking", {
        ...{ titleKey: "sample.check", study, filename: req.session.upload?.filename, rows: job.rows },
      });
    }
    let unreadable: string | null = null;
    let report: ImportReport | null = null;
    if (result && "error" in result) {
      const { error } = result;
      if (req.session.upload) forgetSampleJob(req.session.upload.id);
      if (!(error instanceof Problem) || error.code !== "unreadable-sample") throw error;
      unreadable = t("problems.unreadable-sample.detail", error.params);
    } else {
      report = result?.report ?? null;
      if (!report) return res.redirect(303, `/studies/${study.key}/sample?gone=1`);
    }
    const variables = Object.keys(await declared(study));
    const sound = report !== null && report.missingColumns.length === 0 && report.faultCount === 0;
    const parts = readReplicates(req.session.upload?.parts, sound ? report?.cases : undefined);
    const ready = sound && Object.keys(parts.errors).length === 0;
    res.status(ready || report ? 200 : 422).page("studies/sample-check", {
      titleKey: "sample.check",
      study,
      filename: req.session.upload?.filename,
      unreadable,
      report,
      sound,
      ready: ready && (report?.cases ?? 0) > 0,
      parts: {
        ...{ ...parts, typed: req.session.upload?.parts ?? partsOf({}), several: parts.replicates > 1 },
        ...replicateSizes(report?.cases ?? 0, parts.replicates),
      },
      skip: req.query.skip === "1",
      onlyDuplicates: report?.faults.every(({ code }) => code.startsWith("duplicate")) ?? false,
      faults: report?.faults.map((fault) => ({
        ...fault,
        message: t(`sampleFault.${fault.code}`, { ...fault }),
      })),
      roles: columnRoles.map((role) => ({ role, column: report?.mapping[role] ?? "" })),
      variables: variables.map((name) => ({ name, column: report?.mapping.sample[name] ?? "" })),
      countries,
      sources: (study.sources ?? []).map(({ id, name, legalBasis }) => ({ id, name, legalBasis })),
      source: req.session.upload?.source ?? "",
    });
  });

  r.post("/studies/:id/sample/check", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const { upload } = req.session;
    if (upload?.studyId === study._id)
      req.session.upload = {
        ...upload,
        mapping: mappingOf(req.body),
        source: sourceOf(study, req),
        parts: partsOf(req.body),
      };
    await saveSession(req);
    const skip = req.body.skipDuplicates === "1" ? "?skip=1" : "";
    res.redirect(303, `/studies/${study.key}/sample/check${skip}`);
  });

  r.post("/studies/:id/sample/import", author, async (req, res) => {
    const study = await studyOf(deps, req);
    // The page of the dry run says what is wrong with them.
    if (Object.keys(readReplicates(req.session.upload?.parts).errors).length > 0)
      return res.redirect(303, `/studies/${study.key}/sample/check`);
    const job = start(req, study, "import");
    if (!job) return res.redirect(303, `/studies/${study.key}/sample?gone=1`);
    const result = await settleSampleJob(job, patienceMs);
    if (result) return afterImport(req, res, study, result);
    res.redirect(303, `/studies/${study.key}/sample`);
  });

  r.post("/studies/:id/sample/discard", author, async (req, res) => {
    const study = await studyOf(deps, req);
    await forget(req);
    res.redirect(303, `/studies/${study.key}/sample`);
  });

  return r;
}
