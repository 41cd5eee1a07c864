import type { Request } from "express";
import { type ImportReport, importSample } from "../cases/import-sample.ts";
import { releaseReplicates } from "../cases/release-replicates.ts";
import { replicateFigures } from "../cases/replicate-figures.ts";
import type { SampleMapping } from "../cases/sample-mapping.ts";
import type { Deps } from "../deps.ts";
import { textOf } from "../http/form-errors.ts";
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
import { columnRoles, countries, mappingOf, withoutEmpty } from "./sample-form.ts";
import type { StudyDoc } from "./study-model.ts";

declare module "express-session" {
  interface SessionData {
    /** A sample file that was uploaded and waits for its import, with the mapping chosen so far. */
    upload: KeptUpload & { mapping: Partial<SampleMapping> };
  }
}

/** A million rows of a usual sample. */
const largestSample = 500 * 1024 * 1024;

/** Sample files: upload, dry run with the mapping of columns, import. */
export function sampleRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/sample", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const { upload } = req.session;
    const [figures, replicates] = await Promise.all([
      fieldFigures(deps, [study._id]),
      replicateFigures(deps, study._id),
    ]);
    res.page("studies/sample", {
      titleKey: "sample.title",
      study,
      cases: figures.get(study._id)?.cases ?? 0,
      variables: Object.keys(await declared(study)),
      waiting: upload?.studyId === study._id ? upload.filename : null,
      author: isAuthor(req),
      // One replicate is the whole sample: there is nothing to release.
      replicates: replicates.length > 1 ? replicates : null,
      nextReplicate: replicates.find(({ released }) => !released)?.replicate ?? null,
      lastReplicate: replicates.at(-1)?.replicate,
      released: textOf(req.query.released),
      imported: Number(textOf(req.query.imported)) || null,
      gone: req.query.gone === "1",
      nothing: req.query.nothing === "1",
    });
  });

  r.post("/studies/:id/sample/release", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const upTo = Number(textOf(req.body.upTo));
    if (!Number.isInteger(upTo) || upTo < 1)
      throw problem("invalid-input", {}, [{ pointer: "upTo", detail: "1, 2, 3 ..." }]);
    const cases = await releaseReplicates(deps, study._id, upTo);
    await writeAudit(deps, {
      by: userOf(req).id,
      act: "sample.release",
      on: study._id,
      studyId: study._id,
      what: { upTo, cases },
    });
    res.redirect(303, `/studies/${study.key}/sample?released=${cases}`);
  });

  const declared = async (study: StudyDoc) => {
    const latest = study.versions.at(-1);
    return latest ? ((await questionnaireDefinition(deps, latest.hash)).sample ?? {}) : {};
  };

  r.post("/studies/:id/sample/upload", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const { file, filename } = await readUpload(req, { maxBytes: largestSample });
    if (!file) return res.redirect(303, `/studies/${study.key}/sample?nothing=1`);
    const kept = await keepUpload(deps, { studyId: study._id, filename, file });
    if (req.session.upload) await dropUpload(req.session.upload);
    req.session.upload = { ...kept, mapping: {} };
    await saveSession(req);
    res.redirect(303, `/studies/${study.key}/sample/check`);
  });

  /** Runs the waiting file through the field's import; null when there is none (any more). */
  const run = async (req: Request, study: StudyDoc, dryRun: boolean): Promise<ImportReport | null> => {
    const { upload } = req.session;
    if (upload?.studyId !== study._id) return null;
    const stream = await openUpload(upload);
    if (!stream) return null;
    try {
      return await importSample(deps, {
        studyId: study._id,
        stream,
        mapping: withoutEmpty(upload.mapping),
        dryRun,
        by: userOf(req).id,
        skipDuplicates: req.body?.skipDuplicates === "1" || req.query.skip === "1",
      });
    } finally {
      stream.destroy();
    }
  };

  const forget = async (req: Request) => {
    if (req.session.upload) await dropUpload(req.session.upload);
    delete req.session.upload;
    await saveSession(req);
  };

  r.get("/studies/:id/sample/check", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const t = translator(userOf(req).locale);
    let unreadable: string | null = null;
    let report: ImportReport | null = null;
    try {
      report = await run(req, study, true);
      if (!report) return res.redirect(303, `/studies/${study.key}/sample?gone=1`);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "unreadable-sample") throw error;
      unreadable = t("problems.unreadable-sample.detail", error.params);
    }
    const variables = Object.keys(await declared(study));
    const ready = report !== null && report.missingColumns.length === 0 && report.faultCount === 0;
    res.status(ready || report ? 200 : 422).page("studies/sample-check", {
      titleKey: "sample.check",
      study,
      filename: req.session.upload?.filename,
      unreadable,
      report,
      ready: ready && (report?.cases ?? 0) > 0,
      skip: req.query.skip === "1",
      onlyDuplicates: report?.faults.every(({ code }) => code.startsWith("duplicate")) ?? false,
      faults: report?.faults.map((fault) => ({
        ...fault,
        message: t(`sampleFault.${fault.code}`, { ...fault }),
      })),
      roles: columnRoles.map((role) => ({ role, column: report?.mapping[role] ?? "" })),
      variables: variables.map((name) => ({ name, column: report?.mapping.sample[name] ?? "" })),
      countries,
    });
  });

  r.post("/studies/:id/sample/check", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const { upload } = req.session;
    if (upload?.studyId === study._id) req.session.upload = { ...upload, mapping: mappingOf(req.body) };
    await saveSession(req);
    const skip = req.body.skipDuplicates === "1" ? "?skip=1" : "";
    res.redirect(303, `/studies/${study.key}/sample/check${skip}`);
  });

  r.post("/studies/:id/sample/import", author, async (req, res) => {
    const study = await studyOf(deps, req);
    const report = await run(req, study, false);
    if (!report) return res.redirect(303, `/studies/${study.key}/sample?gone=1`);
    // Something changed since the dry run, such as the blocklist: show it again instead of guessing.
    if (!report.imported) return res.redirect(303, `/studies/${study.key}/sample/check`);
    await forget(req);
    await writeAudit(deps, {
      by: userOf(req).id,
      act: "sample.import",
      on: report.batch ?? study._id,
      studyId: study._id,
      what: { rows: report.rows, cases: report.cases, blocked: report.blocked },
    });
    res.redirect(303, `/studies/${study.key}/sample?imported=${report.cases}`);
  });

  r.post("/studies/:id/sample/discard", author, async (req, res) => {
    const study = await studyOf(deps, req);
    await forget(req);
    res.redirect(303, `/studies/${study.key}/sample`);
  });

  return r;
}
