import type { Deps } from "../deps.ts";

/** The members of a study document that the field reads. */
export interface FieldStudyDoc {
  _id: string;
  key: string;
  client?: { name: string };
  status: string;
  telephony: string;
  policy?: unknown;
  outcomes?: unknown;
  languages?: string[];
  sensitive?: boolean;
  advertising?: boolean;
  callingOrder?: number;
  team: {
    userId: string;
    from?: Date | null;
    until?: Date | null;
    share?: number | null;
    skills?: string[];
    certified?: boolean;
  }[];
}

const members = {
  key: 1,
  client: 1,
  status: 1,
  telephony: 1,
  policy: 1,
  outcomes: 1,
  languages: 1,
  team: 1,
  sensitive: 1,
  advertising: 1,
  callingOrder: 1,
};

/** All studies: a draft takes samples too; claims and dials look at the status themselves. */
export async function readFieldStudies(deps: Deps): Promise<FieldStudyDoc[]> {
  const found = await deps.db.collection("studies").find({}, { projection: members }).toArray();
  return found.map((doc) => ({ ...(doc as unknown as FieldStudyDoc), team: doc.team ?? [] }));
}

export async function readTeamSkills(deps: Deps, userIds: string[]): Promise<Map<string, string[]>> {
  const found = await deps.db
    .collection("users")
    .find({ _id: { $in: userIds as never[] } }, { projection: { skills: 1 } })
    .toArray();
  return new Map(found.map((doc) => [String(doc._id), (doc.skills as string[] | undefined) ?? []]));
}
