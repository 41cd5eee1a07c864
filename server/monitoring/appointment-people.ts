import type { Appointment } from "../cases/case.ts";
import { loadContacts } from "../cases/case-desk.ts";
import type { Deps } from "../deps.ts";
import { findUsersById } from "../users/users.ts";

export interface AppointmentPeople {
  /** Interviewer for whom it is kept; null: anyone. */
  keeper: string | null;
  /** Whom the respondent's side named; null: nobody in particular, or erased. */
  person: string | null;
}

/** Who is to call and who is to be spoken to, by case id. */
export async function appointmentPeople(
  deps: Deps,
  lines: readonly { _id: string; appointment: Appointment }[],
): Promise<Map<string, AppointmentPeople>> {
  const keepers = lines.flatMap(({ appointment }) => appointment.withUser ?? []);
  const named = lines.filter(({ appointment }) => appointment.person !== null);
  const [users, contacts] = await Promise.all([
    findUsersById(deps.db, [...new Set(keepers)]),
    loadContacts(
      deps,
      named.map(({ _id }) => _id),
    ),
  ]);
  const names = new Map(users.map(({ _id, name }) => [_id, name]));
  return new Map(
    lines.map(({ _id, appointment: { withUser, person } }) => [
      _id,
      {
        keeper: withUser === null ? null : (names.get(withUser) ?? withUser),
        person: contacts.get(_id)?.persons.find(({ id }) => id === person)?.name ?? null,
      },
    ]),
  );
}
