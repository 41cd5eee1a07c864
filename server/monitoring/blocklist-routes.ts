import type { Request, Response } from "express";
import { addToBlocklist } from "../cases/number-on-blocklist.ts";
import type { Deps } from "../deps.ts";
import { formErrors, textOf } from "../http/form-errors.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { countries } from "../studies/sample-form.ts";

const floor = { roles: ["supervisor", "admin"] } as const;

/** Somebody wrote, or told the voicebox, that nobody may call: the number is blocked for the whole house at once. */
export function blocklistRoutes(deps: Deps): Routes {
  const r = routes();

  const show = (req: Request, res: Response, state: { errors?: Record<string, string> } = {}) => {
    const body = (req.body ?? {}) as Record<string, unknown>;
    res.set("Cache-Control", "no-store").page("monitoring/blocklist", {
      titleKey: "blocklist.title",
      countries,
      number: textOf(body.number),
      country: textOf(body.country) || countries[0],
      reason: textOf(body.reason),
      done: ["added", "already"].find((one) => one === req.query.done) ?? null,
      cases: Number.parseInt(textOf(req.query.cases), 10) || 0,
      ...state,
    });
  };

  r.get("/blocklist", floor, (req, res) => show(req, res));

  r.post("/blocklist", floor, async (req, res) => {
    const { body } = req as { body: Record<string, unknown> };
    let result = { added: false, cases: 0 };
    const errors = await formErrors(async () => {
      result = await addToBlocklist(deps, {
        number: textOf(body.number).slice(0, 60),
        country: countries.find((one) => one === body.country) ?? countries[0],
        ...{ scope: "institute", scopeId: "" },
        reason: textOf(body.reason).slice(0, 300),
        by: userOf(req).id,
      });
    });
    if (errors) return show(req, res.status(422), { errors });
    const done = result.added ? "added" : "already";
    res.redirect(303, `/blocklist?done=${done}&cases=${result.cases}`);
  });

  return r;
}
