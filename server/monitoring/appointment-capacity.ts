const quarterMs = 15 * 60_000;

export interface Span {
  userId: string;
  from: Date;
  to: Date;
}

export interface QuarterCapacity {
  /** Start of the quarter of an hour. */
  from: Date;
  /** People who are there for all of it. */
  people: number;
  /** Appointments to the minute that begin in it. */
  booked: number;
}

export function quarterOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);
}

/** One appointment per person and quarter of an hour: what the roster can keep. */
export function capacityAt(
  at: Date,
  shifts: readonly Span[],
  appointments: readonly { for: Date }[],
): QuarterCapacity {
  const from = quarterOf(at);
  const to = new Date(from.getTime() + quarterMs);
  const people = new Set(
    shifts.filter((shift) => shift.from <= from && shift.to >= to).map(({ userId }) => userId),
  );
  const booked = appointments.filter((one) => one.for >= from && one.for < to).length;
  return { from, people: people.size, booked };
}

/** Quarters in which more is agreed than people are there, the earliest first. */
export function overbooked(
  shifts: readonly Span[],
  appointments: readonly { for: Date }[],
): QuarterCapacity[] {
  const starts = new Set(appointments.map((one) => quarterOf(one.for).getTime()));
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) => capacityAt(new Date(start), shifts, appointments))
    .filter(({ people, booked }) => booked > people);
}
