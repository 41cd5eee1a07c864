import { forgetFieldStudies } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import type { StudyDoc, TeamMember } from "./study-model.ts";
import { addMembers, pullMembers, setCallingOrder, setMembers } from "./study-store.ts";

export interface TeamMove {
  from: StudyDoc;
  to: StudyDoc;
  userIds: string[];
  by: string;
}

/**
 * Moves people from one study to another. First they are added, then taken off: whatever stops it in between
 * leaves nobody without work, and the same move again finishes it. It holds from everybody's next case; a case
 * in hand is finished. Skills go along; a certificate and a share belong to one study and do not.
 * @returns how many moved
 * @throws Problem invalid-input (people, to)
 */
export async function moveTeam(deps: Deps, { from, to, userIds, by }: TeamMove): Promise<number> {
  const moving = from.team.filter(({ userId }) => userIds.includes(userId));
  if (from._id === to._id) throw problem("invalid-input", {}, [{ pointer: "to", detail: "same" }]);
  // Sent again: they are there.
  const there = to.team.filter(({ userId }) => userIds.includes(userId)).length;
  if (moving.length === 0 && there > 0) return there;
  if (moving.length === 0) throw problem("invalid-input", {}, [{ pointer: "people", detail: "nobody" }]);
  await addMembers(
    deps.db,
    to._id,
    moving.map(({ userId, skills }) => ({
      userId,
      skills,
      from: null,
      until: null,
      share: null,
      certified: false,
    })),
  );
  const left = await pullMembers(
    deps.db,
    from._id,
    moving.map(({ userId }) => userId),
  );
  forgetFieldStudies(deps);
  // Another sending of the same form was quicker, and has noted it.
  if (!left) return moving.length;
  const what = { from: from.key, to: to.key, people: moving.map(({ userId }) => userId) };
  for (const study of [from, to])
    await writeAudit(deps, { by, act: "team.move", on: study._id, studyId: study._id, what });
  return moving.length;
}

/** Sets period, share, skills and certificate of members; unchanged ones are left alone. */
export async function changeAssignments(
  deps: Deps,
  request: { study: StudyDoc; members: TeamMember[]; by: string },
): Promise<void> {
  const { study, members, by } = request;
  const plain = ({ userId, from, until, share, skills, certified = false }: TeamMember) =>
    JSON.stringify([userId, from, until, share, skills, certified]);
  const before = new Map(study.team.map((member) => [member.userId, plain(member)]));
  const changed = members.filter(
    (member) => before.has(member.userId) && before.get(member.userId) !== plain(member),
  );
  const written = await setMembers(deps.db, study._id, changed);
  forgetFieldStudies(deps);
  if (written)
    await writeAudit(deps, {
      by,
      act: "team.assign",
      on: study._id,
      studyId: study._id,
      what: { people: changed.map(({ userId }) => userId) },
    });
}

/** The order in which a claim asks the studies, for everybody who is on several. */
export async function orderCalling(deps: Deps, studies: StudyDoc[], by: string): Promise<void> {
  const changed = await setCallingOrder(
    deps.db,
    studies.map(({ _id }) => _id),
  );
  if (!changed) return;
  forgetFieldStudies(deps);
  await writeAudit(deps, {
    by,
    act: "study.order",
    on: studies[0]?._id ?? "",
    what: { order: studies.map(({ key }) => key) },
  });
}
