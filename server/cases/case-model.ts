import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import {
  type Appointment,
  type CaseDoc,
  type CaseNumber,
  caseStates,
  type Lease,
  windowedStates,
} from "./case.ts";

const numberSchema = new Schema<CaseNumber>(
  {
    id: { type: String, required: true },
    kind: { type: String, enum: ["mobile", "landline", "other"], required: true },
    country: { type: String, required: true },
    zones: { type: [String], required: true },
    state: { type: String, enum: ["callable", "dead", "wrong", "blocked"], required: true },
    attempts: { type: Number, required: true },
    check: { type: Schema.Types.Mixed },
  },
  { _id: false },
);

const leaseSchema = new Schema<Lease>(
  {
    by: { type: String, required: true },
    name: { type: String, required: true },
    until: { type: Date, required: true },
    since: { type: Date, required: true },
    from: { type: String, enum: caseStates, required: true },
  },
  { _id: false },
);

const appointmentSchema = new Schema<Appointment>(
  {
    kind: { type: String, enum: ["hard", "soft"], required: true },
    for: { type: Date, required: true },
    until: { type: Date, required: true },
    zone: { type: String, required: true },
    numberId: { type: String, default: null },
    person: { type: String, default: null },
    withUser: { type: String, default: null },
    agreedBy: { type: String, required: true },
    atOwnRequest: { type: Boolean, required: true },
  },
  { _id: false },
);

const schema = new Schema<CaseDoc>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    reference: { type: String, required: true },
    batch: { type: String, required: true },
    state: { type: String, enum: caseStates, required: true },
    band: { type: Number, required: true },
    score: { type: Number, required: true },
    windowFrom: { type: Date, default: null },
    windowTo: { type: Date, default: null },
    pool: { type: String, required: true },
    planRevision: { type: Number, required: true },
    why: { type: Schema.Types.Mixed, required: true },
    lease: { type: leaseSchema, default: null },
    fence: { type: Number, required: true },
    source: { type: String, default: null },
    replicate: { type: Number, required: true },
    random: { type: Number, required: true },
    language: { type: String, required: true },
    region: { type: String, default: null },
    skill: { type: String, default: "" },
    sample: { type: Schema.Types.Mixed, default: {} },
    numbers: { type: [numberSchema], required: true },
    nextNumberId: { type: String, default: null },
    current: { type: Schema.Types.Mixed, default: null },
    attempts: { type: Number, required: true },
    plannedTo: { type: Number, required: true },
    contacts: { type: Number, required: true },
    refusals: { type: Number, required: true },
    lastAttemptAt: { type: Date, default: null },
    appointment: { type: appointmentSchema, default: null },
    interviewId: { type: String, default: null },
    disposition: { type: String, default: null },
    finalOutcome: { type: String, default: null },
    boost: { type: Number, default: 0 },
    blocked: { type: Schema.Types.Mixed, default: null },
    steps: { type: [Schema.Types.Mixed], default: undefined },
    lapsed: { type: [Date], default: undefined },
    rescheduled: { type: [Schema.Types.Mixed] as unknown as [], default: undefined },
    notFor: { type: [String], default: undefined },
  },
  { minimize: false },
);

// The claim: candidates of a pool, best first; also the counts of a study by state.
schema.index({ studyId: 1, state: 1, pool: 1, band: 1, score: -1 });
// The planner: cases whose window opens.
schema.index(
  { windowFrom: 1 },
  {
    name: "planner",
    partialFilterExpression: {
      state: { $in: windowedStates },
    },
  },
);
// When the next case of a study comes, by state.
schema.index(
  { studyId: 1, state: 1, windowFrom: 1 },
  { name: "windows", partialFilterExpression: { state: { $in: windowedStates } } },
);
// What blocks a study's blocked cases.
schema.index(
  { studyId: 1, state: 1, "why.code": 1 },
  { name: "blocked", partialFilterExpression: { state: "blocked" } },
);
// The sweeper: leases that ran out.
schema.index({ "lease.until": 1 }, { partialFilterExpression: { "lease.until": { $exists: true } } });
// A person holds one case at a time, whatever happens.
schema.index({ "lease.by": 1 }, { unique: true, partialFilterExpression: { "lease.by": { $exists: true } } });
// Lists of appointments, and due ones at the claim.
schema.index(
  { "appointment.for": 1, studyId: 1 },
  { partialFilterExpression: { "appointment.for": { $exists: true } } },
);
schema.index({ reference: 1, studyId: 1 }, { unique: true });
// An import that is swept or released.
schema.index({ batch: 1, state: 1, replicate: 1 });

export const caseModel = defineModel<CaseDoc>("cases", schema);
