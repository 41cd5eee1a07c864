import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { formErrors, textOf, typed } from "../http/form-errors.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { desk, studyOf } from "../studies/desk.ts";
import { type QuotaNode, quotaNodes } from "./possible-cells.ts";
import type { CellValues, QuotaCellDoc } from "./quota-cell.ts";
import { cellsOfStudy } from "./quota-cell-store.ts";
import { quotaEffects } from "./quota-effects.ts";
import { effectRows, fieldOf, quotaTables } from "./quota-page.ts";
import { type CellChange, type CellTarget, quotaChanges, setQuotaTargets } from "./set-quota-targets.ts";

/** "" is no cell, what is no whole number is refused where it stands. */
const targetOf = (text: string): number | null =>
  text.trim() === "" ? null : /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;

/** Every cell of the form with its target, and those typed in by their values. */
function targetsOf(
  form: Record<string, string>,
  nodes: readonly QuotaNode[],
  cells: readonly QuotaCellDoc[],
): CellTarget[] {
  const listed = nodes.flatMap(({ id, combinations }) =>
    (combinations ?? []).map((values) => ({ node: id, values })),
  );
  const fields = new Map([...listed, ...cells].map((cell) => [fieldOf(cell.node, cell.values), cell]));
  const known = [...fields].flatMap(([field, { node, values }]): CellTarget[] => {
    const text = form[field];
    // What nobody touched says nothing: somebody else may have set it since the page was shown.
    return text === undefined || text === form[`was:${field}`]
      ? []
      : [{ node, values, target: targetOf(text) }];
  });
  const typedIn = nodes.flatMap((node): CellTarget[] => {
    const target = form[`new:${node.id}`]?.trim();
    if (!target) return [];
    const values: CellValues = Object.fromEntries(
      node.variables.map(({ name }) => [name, form[`new:${node.id}:${name}`]?.trim() ?? ""]),
    );
    return [{ node: node.id, values, target: targetOf(target) }];
  });
  return [...known, ...typedIn];
}

/** The quotas of a study: how full each cell is, and targets that can be changed while the field is open. */
export function quotaRoutes(deps: Deps): Routes {
  const r = routes();

  const show = async (
    req: Request,
    res: Response,
    state: { errors?: Record<string, string>; typed?: Record<string, string> } = {},
  ) => {
    const study = await studyOf(deps, req);
    const latest = study.versions.at(-1);
    const nodes = latest ? quotaNodes(await compiledQuestionnaire(deps, latest.hash)) : [];
    const cells = await cellsOfStudy(deps, study._id);
    const errors = state.errors ?? {};
    res.page("quotas/quotas", {
      titleKey: "quotas.title",
      narrow: true,
      study,
      tables: quotaTables(nodes, cells, { locale: userOf(req).locale, typed: state.typed ?? {}, errors }),
      hasCells: cells.length > 0,
      typed: state.typed ?? {},
      errors,
      failed: Object.keys(errors).length > 0,
      done: Number(textOf(req.query.done)) || null,
    });
  };

  r.get("/studies/:id/quotas", desk, (req, res) => show(req, res));

  r.post("/studies/:id/quotas", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const latest = study.versions.at(-1);
    if (!latest) return res.redirect(303, `/studies/${study.key}/quotas`);
    const compiled = await compiledQuestionnaire(deps, latest.hash);
    const form = typed(req.body);
    const cells = await cellsOfStudy(deps, study._id);
    const request = {
      ...{ studyId: study._id, compiled, reason: form.reason ?? "", by: userOf(req).id },
      targets: targetsOf(form, quotaNodes(compiled), cells),
    };
    let changes: CellChange[] = [];
    const errors = await formErrors(async () => {
      changes = await quotaChanges(deps, request);
    });
    if (errors) return show(req, res.status(422), { errors, typed: form });
    if (changes.length > 0 && cells.length > 0 && form.confirmed !== "yes") {
      // Only what changes: another target that somebody sets meanwhile is not set back.
      const fields = new Set(["reason", ...changes.map(({ node, values }) => fieldOf(node, values))]);
      const kept = Object.entries(form).filter(([name]) => fields.has(name) || name.startsWith("new:"));
      return res.page("quotas/confirm", {
        ...{ titleKey: "quotas.confirm", narrow: true, study, reason: form.reason },
        effects: effectRows(
          await quotaEffects(deps, study._id, changes),
          quotaNodes(compiled),
          userOf(req).locale,
        ),
        kept: kept.map(([name, value]) => ({ name, value })),
      });
    }
    const changed = await setQuotaTargets(deps, request);
    res.redirect(303, `/studies/${study.key}/quotas?done=${changed}`);
  });

  return r;
}
