import { pipeline } from "node:stream";
import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { type Role, type Routes, routes, userOf } from "../http/routes.ts";
import { getStudyFor, studiesForUser } from "../studies/studies.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { tooSmallBase } from "./build-chart-spec.ts";
import { codebookHtml, documentPolicy } from "./codebook-html.ts";
import { countDispositions } from "./count-dispositions.ts";
import { countResults } from "./count-results.ts";
import { csvQuery } from "./csv-query.ts";
import { exportCsv } from "./export-csv.ts";
import { type ChartView, chartSpecs, findChart } from "./find-chart.ts";
import { type ChartFormat, renderChart } from "./render-chart.ts";
import { responseRateView } from "./response-rate-view.ts";
import { chartData, chartSection, progressView } from "./results-page.ts";
import { versionNoteText } from "./version-note.ts";

const readers: readonly Role[] = ["client", "researcher", "supervisor", "admin"];
const rule = { roles: readers };

/** Does this person see results only after they are released, and no small bases? */
function isOutside(req: Request): boolean {
  const { roles } = userOf(req);
  return !roles.some((role) => role !== "client" && readers.includes(role));
}

/** The study behind the address, if this person may see its results. @throws Problem "study-unknown" */
async function studyOf(deps: Deps, req: Request): Promise<StudyDoc> {
  const asked = String(req.params.id);
  const study = await getStudyFor(deps, userOf(req), asked);
  // For a client an unreleased study does not exist.
  if (isOutside(req) && !study.released.results)
    throw problem("study-unknown", { study: asked.slice(0, 80) });
  return study;
}

function viewOf(req: Request): ChartView {
  return { locale: userOf(req).locale, withholdBelow: isOutside(req) ? tooSmallBase : 0 };
}

function fileName(deps: Deps, study: StudyDoc, rest: string): string {
  return `${study.key}-${rest.replace("DAY", deps.clock.now().toISOString().slice(0, 10))}`;
}

/** Results for clients and for the house: pages, charts, data, codebook. */
export function resultsRoutes(deps: Deps): Routes {
  const made = routes();

  made.get("/results", rule, async (req, res) => {
    const studies = await studiesForUser(deps, userOf(req));
    const visible = studies.filter((study) => study.released.results || !isOutside(req));
    const { locale } = userOf(req);
    const rows = await Promise.all(
      visible.map(async (study) => ({
        study,
        interim: study.status !== "closed",
        progress: progressView(await countResults(deps, study), study.target, locale),
      })),
    );
    res.page("results/studies", { titleKey: "results.title", rows });
  });

  made.get("/results/:id", rule, async (req, res) => {
    const study = await studyOf(deps, req);
    const [results, dispositions] = await Promise.all([
      countResults(deps, study),
      countDispositions(deps, study),
    ]);
    const view = viewOf(req);
    const charts = chartSpecs(results, view).map(chartSection);
    res.page("results/study", {
      title: study.name,
      scripts: ["results"],
      study,
      interim: results.field.interim,
      progress: progressView(results, study.target, view.locale),
      rate: responseRateView(dispositions, view.locale),
      charts,
      versionNotes: results.notes.map((note) => versionNoteText(note, view.locale)),
      localCsv: view.locale === "de" ? "&separator=semicolon&decimal=comma" : "",
    });
  });

  made.get("/results/:id/charts.json", rule, async (req, res) => {
    const study = await studyOf(deps, req);
    res.set("Cache-Control", "private, no-store");
    res.json(chartData(chartSpecs(await countResults(deps, study), viewOf(req))));
  });

  const chart = (format: ChartFormat) => async (req: Request, res: Response) => {
    const study = await studyOf(deps, req);
    const results = await countResults(deps, study);
    const question = typeof req.query.question === "string" ? req.query.question : "";
    const spec = findChart(results, question, viewOf(req));
    const file = await renderChart(spec, format);
    res.set("Cache-Control", "private, no-store");
    res.set("Content-Disposition", `inline; filename="${fileName(deps, study, `${spec.name}.${format}`)}"`);
    res.type(format === "svg" ? "image/svg+xml" : "image/png").send(file);
  };
  made.get("/results/:id/chart.svg", rule, chart("svg"));
  made.get("/results/:id/chart.png", rule, chart("png"));

  made.get("/results/:id/codebook.html", rule, async (req, res) => {
    const study = await studyOf(deps, req);
    const html = codebookHtml(study, await countResults(deps, study), viewOf(req));
    res.set("Content-Security-Policy", documentPolicy(html));
    res.set("Cache-Control", "private, no-store");
    res.set("Content-Disposition", `inline; filename="${fileName(deps, study, "codebook.html")}"`);
    res.type("html").send(html);
  });

  made.get("/results/:id/export.csv", rule, async (req, res) => {
    const study = await studyOf(deps, req);
    const request = csvQuery(req.query, userOf(req).locale);
    const csv = await exportCsv(deps, { study, ...request });
    res.set("Cache-Control", "private, no-store");
    res.attachment(fileName(deps, study, `${request.values}-DAY.csv`)).type("text/csv; charset=utf-8");
    // An error closes the connection in the middle: a broken download, never a short file that looks whole.
    pipeline(csv, res, (error) => {
      if (error) deps.log.error({ requestId: req.id, study: study._id, err: error }, "export-broken");
    });
  });

  return made;
}
