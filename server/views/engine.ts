import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { RequestHandler } from "express";
import Handlebars from "handlebars";
import { viewsFolder } from "../paths.ts";
import { registerHelpers } from "./helpers.ts";
import { navigationFor } from "./navigation.ts";

declare global {
  namespace Express {
    interface Response {
      /** Renders `pages/NAME.hbs` in its layout (`layout` in the data, "default" otherwise). */
      page(name: string, data?: Record<string, unknown>): void;
    }
  }
}

export type Renderer = (page: string, data: Record<string, unknown>) => string;

function templatesIn(folder: string): [name: string, source: string][] {
  const root = join(viewsFolder, folder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".hbs"))
    .map((file) => [
      relative(root, join(root, file)).split(sep).join("/").slice(0, -4),
      readFileSync(join(root, file), "utf8"),
    ]);
}

/** Compiles every view once; a broken template stops the start, not the first visitor. */
export function createRenderer(): Renderer {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars);
  const compileAll = (folder: string) =>
    new Map(
      templatesIn(folder).map(([name, source]) => [
        name,
        handlebars.compile(source, { preventIndent: true }),
      ]),
    );
  for (const [name, source] of templatesIn("partials")) handlebars.registerPartial(name, source);
  const pages = compileAll("pages");
  const layouts = compileAll("layouts");
  return (page, data) => {
    const template = pages.get(page);
    const layout = layouts.get(typeof data.layout === "string" ? data.layout : "default");
    if (!template || !layout) throw new Error(`no view ${page} or layout ${data.layout}`);
    const body = template(data);
    return layout({ ...data, body: new Handlebars.SafeString(body) });
  };
}

/** Gives every response `page()`, with what each page needs: the user, the locale, the CSRF token. */
export function pages(render: Renderer): RequestHandler {
  return (req, res, next) => {
    res.page = (name, data = {}) => {
      const locale = req.user?.locale ?? res.locals.locale ?? (req.acceptsLanguages("en", "de") || "en");
      const html = render(name, {
        user: req.user ?? null,
        path: req.path,
        navigation: navigationFor(req.user?.roles ?? [], req.path),
        ...res.locals,
        ...data,
        locale,
      });
      res.type("html").send(html);
    };
    next();
  };
}
