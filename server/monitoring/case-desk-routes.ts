import type { Request, Response } from "express";
import { outcomeLabels } from "../calling/outcome-labels.ts";
import { isPolicy } from "../calling/policy.ts";
import { placeOf } from "../calling/pool.ts";
import { type CaseDoc, type CaseState, caseStates } from "../cases/case.ts";
import { type CaseOnDesk, caseOnDesk, findCases, listCases, mostFound } from "../cases/case-desk.ts";
import type { Contact } from "../cases/contact.ts";
import { explainCase } from "../cases/explain-case.ts";
import { isMovedSo, type MovedTo } from "../cases/is-moved-so.ts";
import { moveCase } from "../cases/move-case.ts";
import { reassignAppointment } from "../cases/reassign-appointment.ts";
import { mayRelease, releaseStuckCase } from "../cases/release-stuck-case.ts";
import { caseSentence } from "../cases/why-sentence.ts";
import { findBlocked } from "../compliance/blocklist.ts";
import type { Deps } from "../deps.ts";
import { formErrors, textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { findOfCase } from "../interviews/review-list.ts";
import { studyOf } from "../studies/desk.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { isInterviewer, teamOf } from "../studies/team.ts";
import { typedAt } from "../typed-time.ts";
import { appointmentPeople } from "./appointment-people.ts";
import { writeAudit } from "./audit.ts";
import { caseHistory } from "./case-history.ts";
import { caseLanguages } from "./case-languages.ts";
import { caseMoves } from "./case-moves.ts";
import { changeAppointmentTime, type TypedAppointmentTime } from "./change-appointment-time.ts";
import { readMoveTime } from "./read-move-time.ts";

/** Cases carry people: researchers see counts, supervisors see cases. */
const floor = { roles: ["supervisor", "admin"] } as const;
const pageLength = 50;

const isCaseState = (text: string): text is CaseState => caseStates.some((state) => state === text);

/** The plan that the page showed when its form was made: another one is decided upon anew. */
const seenRevision = (req: Request, item: CaseDoc): number =>
  textOf(req.body.seen) === "" ? item.planRevision : Number(req.body.seen);

const knows = (study: StudyDoc, item: CaseDoc, language: string): boolean =>
  study.languages.includes(language) || item.language === language;

/** A supervisor's look into the cases of a study: list, search, one case with its history, release. */
export function caseDeskRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/cases", floor, async (req, res) => {
    const study = await studyOf(deps, req);
    const { locale, id: by } = userOf(req);
    const text = textOf(req.query.q).trim().slice(0, 100);
    const state = textOf(req.query.state);
    const page = Math.min(Math.max(Number.parseInt(textOf(req.query.page), 10) || 1, 1), 1000);
    const found = text ? await findCases(deps, { studyIds: [study._id], text, names: true }) : [];
    const lines = text
      ? found.filter((line) => !isCaseState(state) || line.state === state)
      : await listCases(deps, {
          studyId: study._id,
          skip: (page - 1) * pageLength,
          limit: pageLength + 1,
          ...(isCaseState(state) ? { states: [state] } : {}),
        });
    // What was searched for can be a name or a number, so only the fact is noted.
    if (text) await writeAudit(deps, { by, act: "case.search", on: study._id, studyId: study._id });
    const label = outcomeLabels(study.outcomes, locale);
    res.page("monitoring/cases", {
      titleKey: "cases.title",
      study,
      state,
      states: caseStates,
      q: text,
      more: found.length >= mostFound,
      most: mostFound,
      page,
      cases: lines.slice(0, pageLength).map((line) => ({
        ...line,
        why: caseSentence(line, locale, study.outcomes),
        result: label(line.finalOutcome),
      })),
      previous: page > 1 ? page - 1 : null,
      next: lines.length > pageLength ? page + 1 : null,
    });
  });

  const caseOf = async (req: Request): Promise<CaseOnDesk & { study: StudyDoc }> => {
    const study = await studyOf(deps, req);
    const found = await caseOnDesk(deps, { studyId: study._id, caseId: String(req.params.caseId) });
    if (!found) throw problem("not-found");
    return { study, ...found };
  };

  /** The same form came a moment before. */
  const isDone = async (req: Request, moving: MovedTo | null) =>
    moving !== null && isMovedSo((await caseOf(req)).item, moving);

  /** Numbers with their digits; one that is on the blocklist since the last look says so before a claim finds out. */
  const numbersOf = async (study: StudyDoc, { numbers }: CaseDoc, contact: Contact | null) => {
    const shown = numbers.map((one) => {
      const e164 = contact?.numbers.find(({ id }) => id === one.id)?.e164 ?? "";
      return { ...one, e164, hash: deps.vault.blocklistHash(e164) };
    });
    const blocks = await findBlocked(
      deps,
      shown.map(({ hash }) => hash),
      { studyId: study._id, client: study.client.name },
    );
    return shown.map(({ hash, ...one }) => ({ ...one, state: blocks.has(hash) ? "blocked" : one.state }));
  };

  const show = async (
    req: Request,
    res: Response,
    state: {
      errors?: object;
      reason?: string;
      moveErrors?: object;
      moveReason?: string;
      moveTo?: string;
      moveDay?: string;
      moveTime?: string;
      timeErrors?: object;
      typedTime?: TypedAppointmentTime;
      full?: { booked: number; people: number };
      language?: string;
      moveLanguage?: string;
    } = {},
  ) => {
    const { study, item, contact, attempts } = await caseOf(req);
    const { locale } = userOf(req);
    const label = outcomeLabels(study.outcomes, locale);
    const { appointment } = item;
    const people = appointment ? await appointmentPeople(deps, [{ _id: item._id, appointment }]) : null;
    const team = await teamOf(deps, study);
    const explained = await explainCase(deps, { studyId: study._id, caseRef: item._id, locale });
    const interviews = await findOfCase(deps, item._id);
    const history = await caseHistory(deps, { item, study, attempts, interviews, locale });
    res.page("monitoring/case", {
      history,
      title: item.reference,
      study,
      item,
      appointment: appointment && {
        ...{ ...appointment, ...people?.get(item._id) },
        ...typedAt(appointment.for, appointment.zone),
        end: typedAt(appointment.until, appointment.zone).time,
      },
      team: appointment ? team.filter(isInterviewer) : [],
      languages: caseLanguages(item, study, team),
      mayReassign: appointment !== null && item.lease === null && item.state !== "final",
      zone: (item.numbers.find(({ id }) => id === item.nextNumberId) ?? item.numbers[0])?.zones[0] ?? "UTC",
      why: explained.why,
      result: label(item.finalOutcome),
      explained: item.state === "final" ? null : explained,
      contact,
      interviews: interviews.map(({ _id, status, startedAt, review }) => ({
        ...{ _id, status, startedAt, review: review ?? null },
        reviewed: status === "complete" || status === "invalidated",
      })),
      numbers: await numbersOf(study, item, contact),
      attempts: attempts.map((attempt) => ({
        no: attempt.no,
        startedAt: attempt.startedAt,
        numberKind: attempt.numberKind,
        byName: attempt.byName,
        aapor: attempt.corrected ? attempt.corrected.aapor : attempt.aapor,
        outcome: label(attempt.outcome),
        countsAs: attempt.corrected ? label(attempt.corrected.outcome) : null,
        inbound: attempt.mode === "inbound",
        outsideHours: attempt.outsideHours === true,
        agreed: attempt.appointment,
        note: attempt.note,
      })),
      mayRelease: mayRelease(item, deps.clock.now()),
      // Nobody takes a case off a live call.
      moves: item.lease && item.state !== "leased" ? null : caseMoves(study.outcomes, locale),
      done: textOf(req.query.done),
      waitsFrom: item.windowFrom ?? deps.clock.now(),
      ...state,
    });
  };

  r.get("/studies/:id/cases/:caseId", floor, (req, res) => show(req, res));

  r.post("/studies/:id/cases/:caseId/release", floor, async (req, res) => {
    const { study, item } = await caseOf(req);
    const reason = textOf(req.body.reason).trim().slice(0, 300);
    const language = textOf(req.body.language);
    const spoken = language ? { language } : {};
    const moved = { to: "ready" as const, reason, ...spoken };
    const errors = await formErrors(async () => {
      if (!reason) throw problem("invalid-input", {}, [{ pointer: "reason", detail: "reason" }]);
      if (language && !knows(study, item, language))
        throw problem("invalid-input", {}, [{ pointer: "language", detail: "unknown" }]);
      if (isMovedSo(item, moved)) return;
      const request = { caseId: item._id, by: userOf(req).id, reason, ...spoken };
      await releaseStuckCase(deps, { ...request, planRevision: seenRevision(req, item) });
    });
    if (!errors || (errors.form && (await isDone(req, moved))))
      return res.redirect(303, `/studies/${study.key}/cases/${item._id}?done=released`);
    await show(req, res.status(errors.form ? 409 : 422), { errors, reason, language });
  });

  r.post("/studies/:id/cases/:caseId/move", floor, async (req, res) => {
    const { study, item } = await caseOf(req);
    const user = userOf(req);
    const [to, reason] = [textOf(req.body.to), textOf(req.body.moveReason).trim().slice(0, 300)];
    const [moveDay, moveTime] = [textOf(req.body.moveDay).trim(), textOf(req.body.moveTime).trim()];
    const moveLanguage = textOf(req.body.moveLanguage);
    const choice = caseMoves(study.outcomes, user.locale).find(({ value }) => value === to);
    const number = item.numbers.find(({ id }) => id === item.nextNumberId) ?? item.numbers[0];
    const place = number ? placeOf(number, item.region) : { zones: [], country: "", region: null };
    const hours = isPolicy(study.policy) ? study.policy.hours : null;
    let done = "moved";
    let moving: MovedTo | null = null;
    const errors = await formErrors(async () => {
      if (!choice) throw problem("invalid-input", {}, [{ pointer: "to", detail: "to" }]);
      if (!reason) throw problem("invalid-input", {}, [{ pointer: "moveReason", detail: "reason" }]);
      const at =
        choice.move.to === "waiting"
          ? readMoveTime({ day: moveDay, time: moveTime }, { place, hours, now: deps.clock.now() })
          : null;
      if (at && "errors" in at) throw problem("invalid-input", {}, at.errors);
      if (at) done = at.shifted ? "waitsShifted" : "waits";
      const wait = at && { from: at.from, zone: place.zones[0] ?? "UTC" };
      if (moveLanguage && !knows(study, item, moveLanguage))
        throw problem("invalid-input", {}, [{ pointer: "moveLanguage", detail: "unknown" }]);
      moving = { ...choice.move, ...wait, reason, ...(moveLanguage ? { language: moveLanguage } : {}) };
      if (isMovedSo(item, moving)) return;
      const planRevision = seenRevision(req, item);
      await moveCase(deps, { caseId: item._id, ...moving, by: user, planRevision });
    });
    if (!errors || (errors.form && (await isDone(req, moving))))
      return res.redirect(303, `/studies/${study.key}/cases/${item._id}?done=${done}`);
    const state = { moveErrors: errors, moveReason: reason, moveTo: to, moveDay, moveTime, moveLanguage };
    await show(req, res.status(errors.form ? 409 : 422), state);
  });

  r.post("/studies/:id/cases/:caseId/appointment", floor, async (req, res) => {
    const { study, item } = await caseOf(req);
    const withUser = textOf(req.body.withUser) || null;
    const errors = await formErrors(async () => {
      if (withUser && !(await teamOf(deps, study)).some((one) => one.id === withUser && isInterviewer(one)))
        throw problem("invalid-input", {}, [{ pointer: "withUser", detail: "unknown" }]);
      await reassignAppointment(deps, { caseId: item._id, withUser, by: userOf(req).id });
    });
    if (!errors) return res.redirect(303, `/studies/${study.key}/cases/${item._id}?done=appointment`);
    await show(req, res.status(errors.form ? 409 : 422), { errors });
  });

  r.post("/studies/:id/cases/:caseId/appointment/time", floor, async (req, res) => {
    const { study, item } = await caseOf(req);
    const typed = {
      ...{ day: textOf(req.body.day).trim(), time: textOf(req.body.time).trim() },
      ...{ until: textOf(req.body.until).trim(), own: req.body.own === "yes", full: req.body.full === "yes" },
    };
    let full: { booked: number; people: number } | null = null;
    const errors = await formErrors(async () => {
      const planRevision = seenRevision(req, item);
      full = await changeAppointmentTime(deps, { item, typed, by: userOf(req).id, planRevision });
    });
    if (!errors && !full)
      return res.redirect(303, `/studies/${study.key}/cases/${item._id}?done=appointmentTime#appointment`);
    const state = { typedTime: typed, ...(full ? { full } : {}), ...(errors ? { timeErrors: errors } : {}) };
    await show(req, res.status(errors?.form ? 409 : 422), state);
  });

  return r;
}
