import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import { type StudyStatus, studyStatuses } from "./study-status.ts";

/** Texts of one language in the client's name, by use: introduction, callBack, appointment, resume, source ... */
export type StudyTexts = Record<string, string>;

export interface PublishedVersion {
  /** SHA-256 of the canonical JSON: the id of the questionnaire. */
  hash: string;
  publishedAt: Date;
  /** User id. */
  by: string;
}

export interface TeamMember {
  userId: string;
  /** The assignment holds within these days, both included; null is open. */
  from: Date | null;
  until: Date | null;
  /** Share of the person's time, 0 to 1; null leaves it to the claim. */
  share: number | null;
  /** Skills for this study on top of the person's own, such as "converter". */
  skills: string[];
  /** May call for a study on a sensitive topic. */
  certified: boolean;
}

/** Where numbers come from, and what is said about it. */
export interface SampleSource {
  id: string;
  name: string;
  /** Who is answerable for the data (GDPR, Art. 4 no. 7). */
  controller: string;
  /** For example "Art. 6 (1) f GDPR". */
  legalBasis: string;
  /** Language -> answer to "where did you get my number?". */
  texts: Record<string, string>;
}

/** One survey project for one client: questionnaire, calling policy, team, texts in the client's name. */
export interface StudyDoc {
  _id: string;
  /** Short and readable, for addresses, commands and file names: "city-services-2026". */
  key: string;
  name: string;
  client: { name: string };
  institute: { name: string; phone: string };
  status: StudyStatus;
  /** Why the status is what it is, in the words of the person who set it; shown to interviewers. */
  statusReason: string | null;
  statusSince: Date;
  /** A soft launch pauses itself after so many completes or dials; null in every other status. */
  softLimit: { completes: number | null; dials: number | null } | null;
  languages: string[];
  /** Oldest first; the last one is used for new interviews. */
  versions: PublishedVersion[];
  /** Does an open interview move, when it is resumed, to a newer version that can hold all its answers? */
  moveOpenInterviews?: boolean;
  team: TeamMember[];
  /** Calling policy, checked against its schema when it is set. */
  policy: Record<string, unknown>;
  /** When the policy was changed, until the planner has planned the cases anew; then null. */
  replanSince: Date | null;
  /** The study's own outcome catalogue, whole and checked; null is the default one. */
  outcomes: Record<string, unknown> | null;
  texts: Record<string, StudyTexts>;
  /** Sources of its samples; what was used is never changed. */
  sources: SampleSource[];
  telephony: "manual" | "simulated";
  /** Sensitive topic: its cases go to certified members only. */
  sensitive: boolean;
  /** Counts as advertising, as satisfaction studies do in German case law: each number needs a proved consent. */
  advertising: boolean;
  /** Place in the supervisor's order; a claim asks lower ones first. */
  callingOrder: number;
  /** How many completes are wanted; null when nobody has said. */
  target: number | null;
  /** What the client may see. */
  released: { results: boolean };
  demo: boolean;
  createdAt: Date;
}

const versionSchema = new Schema<PublishedVersion>(
  {
    hash: { type: String, required: true },
    publishedAt: { type: Date, required: true },
    by: { type: String, required: true },
  },
  { _id: false },
);

const memberSchema = new Schema<TeamMember>(
  {
    userId: { type: String, required: true },
    from: { type: Date, default: null },
    until: { type: Date, default: null },
    share: { type: Number, default: null, min: 0, max: 1 },
    skills: { type: [String], default: [] },
    certified: { type: Boolean, default: false },
  },
  { _id: false },
);

const schema = new Schema<StudyDoc>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true, match: /^[a-z0-9][a-z0-9-]{0,63}$/ },
    name: { type: String, required: true, trim: true },
    client: { name: { type: String, required: true } },
    institute: { name: { type: String, required: true }, phone: { type: String, required: true } },
    status: { type: String, enum: studyStatuses, required: true },
    statusReason: { type: String, default: null },
    statusSince: { type: Date, required: true },
    softLimit: { type: Schema.Types.Mixed, default: null },
    languages: { type: [String], required: true },
    versions: { type: [versionSchema], default: [] },
    moveOpenInterviews: { type: Boolean, default: false },
    team: { type: [memberSchema], default: [] },
    policy: { type: Schema.Types.Mixed, default: {} },
    replanSince: { type: Date, default: null },
    outcomes: { type: Schema.Types.Mixed, default: null },
    texts: { type: Schema.Types.Mixed, default: {} },
    sources: { type: [Schema.Types.Mixed] as unknown as [], default: [] },
    telephony: { type: String, enum: ["manual", "simulated"], required: true },
    sensitive: { type: Boolean, default: false },
    advertising: { type: Boolean, default: false },
    callingOrder: { type: Number, default: 100 },
    target: { type: Number, default: null, min: 1 },
    released: { results: { type: Boolean, default: false } },
    demo: { type: Boolean, required: true, default: false },
    createdAt: { type: Date, required: true },
  },
  // An empty policy or text object is a value here, not nothing.
  { minimize: false },
);

schema.index({ key: 1 }, { unique: true });
schema.index({ "team.userId": 1, status: 1 });
// The planner: soft launches that stop by themselves.
schema.index({ softLimit: 1 }, { partialFilterExpression: { softLimit: { $type: "object" } } });
// The planner: studies whose cases are to be planned anew.
schema.index({ replanSince: 1 }, { partialFilterExpression: { replanSince: { $type: "date" } } });

export const studyModel = defineModel<StudyDoc>("studies", schema);
