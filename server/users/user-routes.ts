import type { Deps } from "../deps.ts";
import { formErrors, listOf, textOf, typed } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { locales } from "../views/translate.ts";
import { isRole, roles } from "./roles.ts";
import type { UserDoc } from "./user-model.ts";
import { findUserById } from "./user-store.ts";
import { addUser, findUsers, setDisabled, setPassword } from "./users.ts";

const admin = { roles: ["admin"] } as const;

const words = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter(Boolean);

/** Accounts of the house: who is there, new ones, passwords, shutting out. */
export function userRoutes(deps: Deps): Routes {
  const r = routes();

  const userAt = async (id: unknown): Promise<UserDoc> => {
    const user = await findUserById(deps.db, String(id));
    if (!user) throw problem("not-found");
    return user;
  };

  r.get("/users", admin, async (req, res) => {
    const role = isRole(textOf(req.query.role)) ? textOf(req.query.role) : "";
    const users = await findUsers(deps.db, isRole(role) ? { role } : {});
    res.page("users/list", { titleKey: "users.title", users, role, roles });
  });

  r.get("/users/new", admin, (_req, res) => {
    res.page("users/new", { titleKey: "users.add", narrow: true, form: {}, chosen: [], roles, locales });
  });

  r.post("/users/new", admin, async (req, res) => {
    const form = typed(req.body);
    const chosen = listOf(req.body.roles).filter(isRole);
    const errors = await formErrors(() =>
      addUser(
        deps,
        {
          login: form.login ?? "",
          name: form.name ?? "",
          password: textOf(req.body.password),
          roles: chosen,
          languages: words(form.languages ?? ""),
          skills: words(form.skills ?? ""),
          site: form.site?.trim() || null,
          locale: form.locale === "de" ? "de" : "en",
        },
        userOf(req).id,
      ),
    );
    if (!errors) return res.redirect(303, "/users");
    if (errors.form) errors.login = "taken";
    res.status(422).page("users/new", {
      titleKey: "users.add",
      narrow: true,
      form,
      chosen,
      roles,
      locales,
      errors,
    });
  });

  r.get("/users/:id", admin, async (req, res) => {
    const account = await userAt(req.params.id);
    res.page("users/user", {
      title: account.name,
      narrow: true,
      account,
      done: textOf(req.query.done),
      self: account._id === userOf(req).id,
    });
  });

  r.post("/users/:id/password", admin, async (req, res) => {
    const account = await userAt(req.params.id);
    const errors = await formErrors(() =>
      setPassword(deps, account.login, textOf(req.body.password), userOf(req).id),
    );
    if (!errors) return res.redirect(303, `/users/${account._id}?done=password`);
    res.status(422).page("users/user", { title: account.name, narrow: true, account, errors, self: false });
  });

  r.post("/users/:id/disable", admin, async (req, res) => {
    const account = await userAt(req.params.id);
    // Whoever shuts herself out might be the last who could let anybody in again.
    if (account._id === userOf(req).id) throw problem("not-yourself");
    const disable = req.body.undo !== "1";
    await setDisabled(deps, account.login, disable, userOf(req).id);
    res.redirect(303, `/users/${account._id}?done=${disable ? "disabled" : "enabled"}`);
  });

  return r;
}
