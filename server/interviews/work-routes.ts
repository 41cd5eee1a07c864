import type { Request } from "express";
import { suits, supplyOf } from "../cases/candidate-pools.ts";
import { whyNothing } from "../cases/claim-next-case.ts";
import { fieldStudy } from "../cases/field-study.ts";
import { heldCase } from "../cases/held-case.ts";
import { openSupply } from "../cases/open-supply.ts";
import type { Deps } from "../deps.ts";
import { textOf } from "../http/form-errors.ts";
import { type Routes, routes, type SignedInUser, userOf } from "../http/routes.ts";
import { studiesForUser } from "../studies/studies.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { formatLocale } from "../views/format-locale.ts";
import { translator } from "../views/translate.ts";
import { countEnded } from "./interview-store.ts";
import { helpKey } from "./key-line.ts";
import { nextCaseUrl } from "./next-case.ts";
import { nextTimeWords } from "./next-time-words.ts";
import { nothingView } from "./nothing-view.ts";

const interviewer = { roles: ["interviewer"] } as const;
const inField = ["test", "pilot", "soft", "open"];
/** More studies than digits get no key; the mouse and Tab still reach them. */
const keys = 9;

/** The interviewer's start page and the next case. */
export function workRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/work", interviewer, async (req, res) => {
    const user = userOf(req);
    const t = translator(user.locale);
    const [held, studies] = await Promise.all([
      heldCase(deps, { userId: user.id, locale: user.locale }),
      studiesForUser(deps, user),
    ]);
    const rows = await studyRows(deps, studies, user);
    const only = textOf(req.query.none);
    const idle = rows.some((row) => row.open) && rows.every((row) => !row.open || row.callable === 0);
    const nothing =
      (only || idle) && !held
        ? await whyNothing(deps, { user, ...(only && only !== "all" ? { studyIds: [only] } : {}) })
        : null;
    const now = deps.clock.now();
    const heldStudy = studies.find((study) => study._id === held?.studyId);
    res.set("Cache-Control", "no-store").page("work/home", {
      title: t("work.title"),
      mainClass: "home",
      scripts: ["station"],
      greeting: t("work.greeting", { name: user.name.split(" ")[0] }),
      today: new Intl.DateTimeFormat(formatLocale(user.locale), {
        dateStyle: "full",
        timeStyle: "short",
      }).format(now),
      notice: noticeOf(req),
      nothing: nothing && nothingView(nothing, user.locale),
      held: held && {
        study: heldStudy?.name ?? "",
        reference: held.reference,
        href: `/cases/${held.caseId}`,
      },
      studies: rows,
      several: rows.filter((row) => row.open).length > 1,
      anyOpen: rows.some((row) => row.open),
      mine: await countEnded(deps, user.id, startOfDay(now)),
      keys: [
        { key: "1", to: String(Math.max(1, Math.min(keys, rows.length))), words: t("keys.choose") },
        { key: t("keys.enter"), words: t("keys.start") },
        helpKey(t),
      ],
    });
  });
  r.post("/work/next", interviewer, async (req, res) => {
    const { study } = req.body as { study?: unknown };
    res.redirect(
      303,
      await nextCaseUrl(deps, userOf(req), typeof study === "string" && study ? study : undefined),
    );
  });
  return r;
}

function startOfDay(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

async function studyRows(deps: Deps, studies: StudyDoc[], user: SignedInUser) {
  const t = translator(user.locale);
  const now = deps.clock.now();
  const figures = await Promise.all(
    studies.map(async ({ _id }) => {
      const [field, supply] = await Promise.all([fieldStudy(deps, _id), supplyOf(deps, _id)]);
      const mine = field ? supply.pools.filter(({ pool }) => suits(user, field, pool)) : [];
      return { open: openSupply({ policy: field?.policy ?? null }, mine, now), states: supply.states };
    }),
  );
  return studies.map((study, index) => {
    const { ready, now: callable, opens } = figures[index]?.open ?? { ready: 0, now: 0, opens: null };
    return {
      id: study._id,
      no: index < keys ? index + 1 : null,
      name: study.name,
      client: study.client.name,
      open: inField.includes(study.status),
      status: study.statusReason ?? t("work.notOpen"),
      callable,
      ready: t("work.cases", { count: callable }),
      later: opens
        ? t("work.opensAt", { count: ready, time: nextTimeWords(opens, user.locale) })
        : ready > callable
          ? t("work.ofReady", { count: ready })
          : null,
      appointments: figures[index]?.states.appointment ?? 0,
    };
  });
}

/** What the last page has to say: saved, or given back. */
function noticeOf(req: Request) {
  const { locale } = userOf(req);
  const t = translator(locale);
  const { saved, released } = req.query;
  if (saved) return { kind: "good", icon: "check", words: t("work.saved") };
  if (released) return { kind: "info", icon: "info", words: t("work.released") };
  return null;
}
