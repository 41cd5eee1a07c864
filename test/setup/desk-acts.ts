import { defaultOutcomes } from "../../server/calling/outcome-catalogue.ts";
import { shippedPolicy } from "../../server/calling/shipped-policy.ts";
import { caseModel } from "../../server/cases/case-model.ts";
import { fictionNumbers } from "../../server/compliance/fiction-numbers.ts";
import type { Role } from "../../server/http/routes.ts";
import { addToTeam, createStudy, getStudy } from "../../server/studies/studies.ts";
import { addUser } from "../../server/users/users.ts";
import { completedInterview } from "./call-fixture.ts";
import { interviewer } from "./field-fixture.ts";
import { openStudy, surveyFixture } from "./interview-fixture.ts";
import { type SignedInClient, testPassword } from "./test-client.ts";
import type { TestDeps } from "./test-deps.ts";

export type Form = Record<string, string | string[]>;

/** One form, ready to be sent, and where to. */
export interface Ready {
  path: string;
  form: Form;
  file?: { name: string; content: string };
}

/** What a test of a form needs to know about the act behind it. */
export interface DeskAct {
  role: Role;
  /** Makes what the act is about, so that this form can be taken. */
  ready(deps: TestDeps, client: SignedInClient): Promise<Ready>;
  /** Sending it again is refused on its own page instead of leading on; nothing is doubled. */
  againRefused?: true;
  /** Every sending counts: a password is set anew. */
  repeats?: true;
  /** The form asks for a password, which nobody keeps: it is typed again. */
  asksPassword?: true;
}

const [one = "", two = ""] = fictionNumbers("landline");
let made = 0;

/** A study in the field, with this client in its team; each has numbers of its own. */
async function studyWith(deps: TestDeps, client: SignedInClient, survey = "short-call") {
  const { studyId, caseIds } = await openStudy(deps, { survey, userIds: [], firstNumber: 10 + 3 * made++ });
  await addToTeam(deps, studyId, client.user._id, "test");
  const { key } = await getStudy(deps, studyId);
  return { studyId, key, page: `/studies/${key}`, caseId: caseIds[0] ?? "" };
}

/** A complete interview that waits for its review, in a study of this client. */
async function reviewable(deps: TestDeps, client: SignedInClient) {
  const anna = interviewer(made + 1000);
  const study = await openStudy(deps, {
    ...{ survey: "screen-out", userIds: [client.user._id, anna.id], firstNumber: 10 + 3 * made++ },
  });
  const { _id } = await completedInterview(deps, study, anna, { age: 40, sex: "1", used: "1" });
  return { interviewId: _id, page: `/studies/${(await getStudy(deps, study.studyId)).key}/reviews` };
}

/** A case that somebody is to be called for tomorrow, in a study of this client. */
async function withAppointment(deps: TestDeps, client: SignedInClient) {
  const { studyId, page, caseId } = await studyWith(deps, client);
  const at = new Date(deps.clock.now().getTime() + 86_400_000);
  const appointment = {
    ...{ kind: "hard", for: at, until: at, zone: "Europe/Berlin", numberId: "n1", person: null },
    ...{ withUser: null, agreedBy: "x", atOwnRequest: false },
  };
  const made = await caseModel(deps.db).findOneAndUpdate(
    { _id: caseId },
    { $set: { state: "appointment", appointment } },
  );
  return { studyId, seen: String(made?.planRevision ?? 0), path: `${page}/cases/${caseId}/appointment` };
}

async function draftStudy(deps: TestDeps, client: SignedInClient) {
  const { key, _id } = await createStudy(
    deps,
    {
      key: `draft-${++made}`,
      name: "Draft",
      client: { name: "C" },
      institute: { name: "I", phone: "+49 30 23125000" },
      languages: ["en"],
      policy: shippedPolicy("plain") as unknown as Record<string, unknown>,
      team: [client.user._id],
    },
    "test",
  );
  return { key, studyId: _id, page: `/studies/${key}` };
}

const colleague = (deps: TestDeps, role: Role = "interviewer") =>
  addUser(
    deps,
    { login: `colleague-${++made}`, name: "Marek Okafor", password: testPassword, roles: [role] },
    "test",
  );

const sampleFile = { name: "sample.csv", content: `phone,country,language\n${one},DE,en\n${two},DE,en\n` };

async function uploaded(deps: TestDeps, client: SignedInClient) {
  const { page } = await studyWith(deps, client);
  const body = new FormData();
  body.set("_csrf", await client.token());
  body.set("file", new Blob([sampleFile.content]), sampleFile.name);
  await client.request(`${page}/sample/upload`, { method: "POST", body });
  return page;
}

const text = JSON.stringify(surveyFixture("short-call"), null, 2);

/** The shipped outcomes and one of a study's own. */
function ownOutcomes() {
  const { outcomes } = defaultOutcomes();
  const own = {
    ...outcomes.find(({ code }) => code === "busy"),
    code: "dog-barked",
    key: { en: "G", de: "G" },
  };
  return { formatVersion: 1, outcomes: [...outcomes, own] };
}

/** Every form of supervisors, researchers and administrators, by the path of its route. */
export const deskActs: Record<string, DeskAct> = {
  "/users/new": {
    role: "admin",
    againRefused: true,
    asksPassword: true,
    ready: async () => ({
      path: "/users/new",
      form: {
        login: `new-${++made}`,
        name: "Ruth Lindqvist",
        password: testPassword,
        roles: ["interviewer"],
      },
    }),
  },
  "/users/:id/password": {
    role: "admin",
    repeats: true,
    asksPassword: true,
    ready: async (deps) => ({
      path: `/users/${(await colleague(deps))._id}/password`,
      form: { password: "another long one" },
    }),
  },
  "/users/:id/disable": {
    role: "admin",
    ready: async (deps) => ({ path: `/users/${(await colleague(deps))._id}/disable`, form: { undo: "" } }),
  },
  "/studies/new": {
    role: "researcher",
    againRefused: true,
    ready: async () => ({
      path: "/studies/new",
      form: {
        ...{ key: `made-${++made}`, name: "Harbour survey", client: "Harbour", institute: "Hartwell" },
        ...{ phone: "+49 30 23125000", languages: "en" },
      },
    }),
  },
  "/studies/:id/status": {
    role: "supervisor",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/status`,
      form: { from: "open", to: "paused", reason: "Storm warning" },
    }),
  },
  "/studies/:id/team": {
    role: "supervisor",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/team`,
      form: { add: [(await colleague(deps))._id] },
    }),
  },
  "/studies/:id/policy": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/policy`,
      form: { preset: "de-adm" },
    }),
  },
  "/studies/:id/policy/reason": {
    role: "researcher",
    ready: async (deps, client) => {
      const { studyId, page } = await studyWith(deps, client);
      const policy = shippedPolicy("de-adm");
      await deps.db.collection("studies").updateOne({ _id: studyId as never }, { $set: { policy } });
      return {
        path: `${page}/policy/reason`,
        form: { reason: "People with shifts are reached on Sundays only" },
      };
    },
  },
  "/studies/:id/policy/text": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/policy/text`,
      form: { text: JSON.stringify({ ...shippedPolicy("plain"), maxSoftRefusals: 3 }) },
    }),
  },
  "/studies/:id/outcomes/text": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/outcomes/text`,
      form: { text: JSON.stringify(ownOutcomes()) },
    }),
  },
  "/studies/:id/outcomes/upload": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/outcomes/upload`,
      form: {},
      file: { name: "outcomes.json", content: JSON.stringify(ownOutcomes()) },
    }),
  },
  "/studies/:id/outcomes/default": {
    role: "researcher",
    ready: async (deps, client) => {
      const { studyId, page } = await studyWith(deps, client);
      const outcomes = ownOutcomes();
      await deps.db.collection("studies").updateOne({ _id: studyId as never }, { $set: { outcomes } });
      return { path: `${page}/outcomes/default`, form: {} };
    },
  },
  "/studies/:id/advertising": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/advertising`,
      form: { advertising: "yes" },
    }),
  },
  "/studies/:id/release": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/release`,
      form: { results: "release" },
    }),
  },
  "/studies/:id/quotas": {
    role: "supervisor",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client, "screen-out")).page}/quotas`,
      form: { "was:target:q_sex:sex=1": "", "target:q_sex:sex=1": "30" },
    }),
  },
  "/assignments/order": {
    role: "supervisor",
    ready: async (deps, client) => {
      const [first, second] = [await studyWith(deps, client), await studyWith(deps, client)];
      const mine = (
        await deps.db.collection("studies").find({ "team.userId": client.user._id }).toArray()
      ).map(({ key }) => String(key));
      const places = mine.map((key, index) => [`place.${key}`, String(index + 10)]);
      const form = { [`place.${second.key}`]: "1", [`place.${first.key}`]: "2" };
      return { path: "/assignments/order", form: { ...Object.fromEntries(places), ...form } };
    },
  },
  "/assignments/move": {
    role: "supervisor",
    ready: async (deps, client) => {
      const [from, to] = [await studyWith(deps, client), await studyWith(deps, client)];
      const { _id } = await colleague(deps);
      await addToTeam(deps, from.studyId, _id, "test");
      return { path: "/assignments/move", form: { from: from.key, to: to.key, people: [_id] } };
    },
  },
  "/studies/:id/assignments": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { studyId, page } = await studyWith(deps, client);
      const { _id } = await colleague(deps);
      await addToTeam(deps, studyId, _id, "test");
      const form = { [`from.${_id}`]: "2026-11-20", [`share.${_id}`]: "50", [`skills.${_id}`]: "converter" };
      return { path: `${page}/assignments`, form };
    },
  },
  "/studies/:id/sample/source": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/sample/source`,
      form: {
        ...{ form: deps.newId(), name: "Register", controller: "City", legalBasis: "Art. 6 (1) e GDPR" },
        ...{ "text.en": "From the register.", "text.de": "Aus dem Register." },
      },
    }),
  },
  "/studies/:id/sample/release": {
    role: "researcher",
    ready: async (deps, client) => {
      const { studyId, page, caseId } = await studyWith(deps, client);
      await caseModel(deps.db).updateOne({ _id: caseId }, { $set: { state: "held", replicate: 2 } });
      await deps.db.collection("imports").insertOne({
        ...{ _id: `b-${studyId}` as never, studyId, by: "test", status: "complete", replicates: 2 },
        ...{ startedAt: deps.clock.now(), aliveAt: deps.clock.now(), rows: 1, cases: 1, firstNumber: 1 },
        ...{ releasedTo: 1, source: null },
      });
      await caseModel(deps.db).updateMany({ studyId }, { $set: { batch: `b-${studyId}` } });
      return { path: `${page}/sample/release`, form: { batch: `b-${studyId}`, upTo: "2" } };
    },
  },
  "/studies/:id/sample/upload": {
    role: "researcher",
    repeats: true,
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/sample/upload`,
      form: {},
      file: sampleFile,
    }),
  },
  "/studies/:id/sample/check": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${await uploaded(deps, client)}/sample/check`,
      form: { phone: "phone" },
    }),
  },
  "/studies/:id/sample/import": {
    role: "researcher",
    ready: async (deps, client) => {
      const page = await uploaded(deps, client);
      await client.get(`${page}/sample/check`);
      return { path: `${page}/sample/import`, form: { skipDuplicates: "1" } };
    },
  },
  "/studies/:id/sample/discard": {
    role: "researcher",
    ready: async (deps, client) => ({ path: `${await uploaded(deps, client)}/sample/discard`, form: {} }),
  },
  "/studies/:id/questionnaire": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await draftStudy(deps, client)).page}/questionnaire`,
      form: { revision: "0", act: "publish", text },
    }),
  },
  "/studies/:id/questionnaire/upload": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await draftStudy(deps, client)).page}/questionnaire/upload`,
      form: { revision: "0" },
      file: { name: "poll.json", content: text },
    }),
  },
  "/studies/:id/questionnaire/list": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await draftStudy(deps, client)).page}/questionnaire/list`,
      form: { language: "en" },
      file: { name: "jobs.csv", content: `code,label\n1,Baker ${++made}\n` },
    }),
  },
  "/studies/:id/questionnaire/moving": {
    role: "researcher",
    ready: async (deps, client) => ({
      path: `${(await studyWith(deps, client)).page}/questionnaire/moving`,
      form: { move: "yes" },
    }),
  },
  "/studies/:id/cases/:caseId/release": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { page, caseId } = await studyWith(deps, client);
      await caseModel(deps.db).updateOne({ _id: caseId }, { $set: { state: "rest" } });
      return { path: `${page}/cases/${caseId}/release`, form: { reason: "Called the office", seen: "0" } };
    },
  },
  "/studies/:id/cases/:caseId/move": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { page, caseId } = await studyWith(deps, client);
      const form = { to: "hold-supervisor", moveReason: "Letter from the council", seen: "0" };
      return { path: `${page}/cases/${caseId}/move`, form };
    },
  },
  "/studies/:id/cases/:caseId/appointment": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { path, studyId } = await withAppointment(deps, client);
      const { _id } = await colleague(deps);
      await addToTeam(deps, studyId, _id, "test");
      return { path, form: { withUser: _id } };
    },
  },
  "/studies/:id/cases/:caseId/appointment/time": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { path, seen } = await withAppointment(deps, client);
      return { path: `${path}/time`, form: { seen, day: "2026-11-27", time: "17:30", own: "yes" } };
    },
  },
  "/studies/:id/reviews": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { page, interviewId } = await reviewable(deps, client);
      return { path: page, form: { interviews: [interviewId] } };
    },
  },
  "/studies/:id/reviews/:interviewId": {
    role: "supervisor",
    ready: async (deps, client) => {
      const { page, interviewId } = await reviewable(deps, client);
      const form = { decision: "invalidated", seen: "", reason: "The wrong person", case: "reopen" };
      return { path: `${page}/${interviewId}`, form };
    },
  },
  "/roster": {
    role: "supervisor",
    ready: async (deps) => ({
      path: "/roster",
      form: {
        people: [(await colleague(deps))._id],
        day: "2026-11-25",
        from: "16:00",
        to: "20:00",
        site: "",
      },
    }),
  },
  "/roster/cancel": {
    role: "supervisor",
    ready: async (deps) => {
      const _id = deps.newId();
      const from = new Date("2026-11-26T15:00:00Z");
      await deps.db.collection("shifts").insertOne({
        ...{ _id: _id as never, userId: (await colleague(deps))._id, site: "Leeds", by: "test" },
        ...{ from, to: new Date(from.getTime() + 3_600_000) },
      });
      return { path: "/roster/cancel", form: { shift: _id, day: "2026-11-26" } };
    },
  },
  "/time/:userId": {
    role: "supervisor",
    ready: async (deps) => ({
      path: `/time/${(await colleague(deps))._id}`,
      form: {
        ...{ form: deps.newId(), kind: "fault", study: "", day: "2026-11-18", from: "16:00", to: "16:30" },
        reason: "Power cut",
      },
    }),
  },
  "/blocklist": {
    role: "supervisor",
    ready: async (deps) => ({
      path: "/blocklist",
      form: {
        number: fictionNumbers("mobile")[made++ % 100] ?? "",
        country: "DE",
        reason: `Letter ${deps.newId()}`,
      },
    }),
  },
  "/pause": {
    role: "interviewer",
    ready: async () => ({ path: "/pause", form: { start: "paid-break" } }),
  },
};
