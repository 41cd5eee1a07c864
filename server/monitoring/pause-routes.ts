import { heldCase } from "../cases/held-case.ts";
import type { Deps } from "../deps.ts";
import { textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { studiesForUser } from "../studies/studies.ts";
import { ownKinds, type TimeKind } from "./time-kinds.ts";
import { markTime, presentTime, timesBetween } from "./time-ledger.ts";
import { minutesOf } from "./time-stretches.ts";

const interviewer = { roles: ["interviewer"] } as const;
const dayMs = 24 * 3_600_000;

const isAway = (present: { kind: TimeKind } | null) => ownKinds.some((kind) => kind === present?.kind);

/** A person's own time: start a break or other work, end it, see the day. */
export function pauseRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/pause", interviewer, async (req, res) => {
    const user = userOf(req);
    const now = deps.clock.now();
    const from = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    const [present, stretches, studies] = await Promise.all([
      presentTime(deps, user.id),
      timesBetween(deps, { userId: user.id, from, to: new Date(from.getTime() + dayMs) }),
      studiesForUser(deps, user),
    ]);
    const names = new Map(studies.map(({ _id, name }) => [_id, name]));
    res.set("Cache-Control", "no-store").page("monitoring/pause", {
      titleKey: "time.mine",
      away: isAway(present) ? present : null,
      kinds: ownKinds,
      stretches: stretches.map((one) => ({
        ...one,
        study: names.get(one.studyId ?? "") ?? "",
        minutes: minutesOf(one),
      })),
    });
  });

  r.post("/pause", interviewer, async (req, res) => {
    const { id: userId } = userOf(req);
    const start = textOf(req.body.start);
    const kind = ownKinds.find((one) => one === start);
    if (kind) {
      const held = await heldCase(deps, { userId });
      // Somebody is on the line: a break begins after the call.
      if (held?.attempt) throw problem("attempt-open");
      if ((await presentTime(deps, userId))?.kind !== kind) await markTime(deps, { userId, kind });
      return res.redirect(303, "/pause");
    }
    if (textOf(req.body.end) !== "1") throw problem("bad-request");
    // From an older tab the person is at work already, perhaps in the middle of a call.
    if (!isAway(await presentTime(deps, userId))) return res.redirect(303, "/work");
    const held = await heldCase(deps, { userId });
    await markTime(
      deps,
      held ? { userId, kind: "dialing", studyId: held.studyId } : { userId, kind: "no-sample" },
    );
    res.redirect(303, "/work");
  });

  return r;
}
