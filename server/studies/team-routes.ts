import type { Deps } from "../deps.ts";
import { listOf, textOf } from "../http/form-errors.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { findUsers } from "../users/users.ts";
import { desk, studyOf } from "./desk.ts";
import { addToTeam, removeFromTeam } from "./studies.ts";
import { teamOf } from "./team.ts";

/** Who works on a study. */
export function teamRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/team", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const [team, everybody] = await Promise.all([teamOf(deps, study), findUsers(deps.db)]);
    const inTeam = new Set(study.team.map(({ userId }) => userId));
    res.page("studies/team", {
      titleKey: "team.title",
      study,
      team,
      self: userOf(req).id,
      seesAssignments: userOf(req).roles.some((role) => role === "supervisor" || role === "admin"),
      others: everybody.filter(({ _id, disabled }) => !disabled && !inTeam.has(_id)),
    });
  });

  r.post("/studies/:id/team", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const by = userOf(req).id;
    for (const userId of listOf(req.body.add)) await addToTeam(deps, study._id, userId, by);
    const remove = textOf(req.body.remove);
    if (remove) await removeFromTeam(deps, study._id, remove, by);
    res.redirect(303, `/studies/${study.key}/team`);
  });

  return r;
}
