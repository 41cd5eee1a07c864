import { addNote } from "../cases/add-note.ts";
import type { Deps } from "../deps.ts";
import { localPath } from "../http/local-path.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { applyActs } from "./apply-acts.ts";
import { forgetContext } from "./call-context.ts";
import { caseHeldBy } from "./held-by.ts";
import { freshInterview } from "./interview-cache.ts";
import { findOpenInterview } from "./interview-store.ts";
import { interviewUrl } from "./interview-url.ts";
import { assertHolds } from "./open-interview.ts";

const interviewer = { roles: ["interviewer"] } as const;

/** Beside the questions, at any step: the language of the interview, and a note for the next call. */
export function asideRoutes(deps: Deps): Routes {
  const r = routes();
  r.post("/interviews/:id/language", interviewer, async (req, res) => {
    const user = userOf(req);
    const { fence, language, at } = req.body as Record<string, string | undefined>;
    const interview = await freshInterview(deps, String(req.params.id));
    assertHolds(interview, user.id);
    const { rejections } = await applyActs(deps, {
      ...{ interviewId: interview._id, fence: Number(fence), user },
      acts: [
        {
          seq: interview.state.lastSeq + 1,
          kind: "language",
          key: "",
          value: String(language),
          at: deps.clock.now().toISOString(),
        },
      ],
    });
    if (rejections.length > 0) throw problem("bad-request");
    res.redirect(303, interviewUrl(interview._id, at || undefined));
  });
  r.post("/cases/:id/note", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    const { text = "", back } = req.body as Record<string, string | undefined>;
    await addNote(deps, { caseId: held.caseId, by: userOf(req).name, text: String(text) });
    const interview = await findOpenInterview(deps, held.caseId);
    if (interview) forgetContext(interview._id);
    res.redirect(303, localPath(back) ?? `/cases/${held.caseId}`);
  });
  return r;
}
