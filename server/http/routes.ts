import { type RequestHandler, Router } from "express";
import { problem } from "./problem.ts";

export type Role = "interviewer" | "supervisor" | "researcher" | "client" | "admin";

/** The signed-in person, as every handler sees her. */
export interface SignedInUser {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  languages: string[];
  skills: string[];
  site: string | null;
  locale: string;
}

declare global {
  namespace Express {
    interface Request {
      user?: SignedInUser;
    }
  }
}

export interface RouteRule {
  /** Who may come here; "public" is anyone, also without signing in; "signed-in" any role. */
  roles: readonly Role[] | "public" | "signed-in";
}

export interface DeclaredRoute extends RouteRule {
  method: "get" | "post";
  path: string;
}

/** A router whose every route names the roles that it serves. */
export interface Routes {
  router: Router;
  declared: DeclaredRoute[];
  get(path: string, rule: RouteRule, ...handlers: RequestHandler[]): void;
  post(path: string, rule: RouteRule, ...handlers: RequestHandler[]): void;
}

const guards = new WeakSet<RequestHandler>();

/** Is this handler the role check that `routes()` puts before a route? The router walk asks. */
export function isRoleGuard(handler: RequestHandler): boolean {
  return guards.has(handler);
}

function roleGuard(rule: RouteRule): RequestHandler {
  const guard: RequestHandler = (req, _res, next) => {
    if (rule.roles === "public") return next();
    const user = req.user;
    if (!user) throw problem("sign-in-needed");
    if (rule.roles !== "signed-in" && !rule.roles.some((role) => user.roles.includes(role)))
      throw problem("not-allowed");
    next();
  };
  guards.add(guard);
  return guard;
}

/** The only way to make a route: deny by default. */
export function routes(): Routes {
  const router = Router();
  const declared: DeclaredRoute[] = [];
  const add =
    (method: "get" | "post") =>
    (path: string, rule: RouteRule, ...handlers: RequestHandler[]) => {
      declared.push({ method, path, ...rule });
      router[method](path, roleGuard(rule), ...handlers);
    };
  return { router, declared, get: add("get"), post: add("post") };
}

/** The user of a route that is not public. */
export function userOf(req: { user?: SignedInUser }): SignedInUser {
  if (!req.user) throw problem("sign-in-needed");
  return req.user;
}
