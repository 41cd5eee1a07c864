import { createHash } from "node:crypto";
import { createRenderer, type Renderer } from "../views/engine.ts";
import { type CodebookStudy, codebookPage } from "./codebook-page.ts";
import type { StudyResults } from "./count-results.ts";
import type { ChartView } from "./find-chart.ts";

let renderer: Renderer | null = null;

/** The codebook as one HTML file that stands alone: no script, its style inside. */
export function codebookHtml(study: CodebookStudy, results: StudyResults, view: ChartView): string {
  renderer ??= createRenderer();
  return renderer("results/codebook", {
    layout: "document",
    locale: view.locale,
    ...codebookPage(study, results, view),
  });
}

/** Content policy for a document with one style of its own: that style by its digest, and nothing else. */
export function documentPolicy(html: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
  const digest = createHash("sha256").update(style).digest("base64");
  return `default-src 'none'; style-src 'sha256-${digest}'; frame-ancestors 'self'`;
}
