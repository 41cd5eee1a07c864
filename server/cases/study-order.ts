/** What the order of a person's studies is made from. */
export interface OrderedStudy {
  _id: string;
  /** The supervisor's order; lower first. */
  callingOrder: number;
  /** Wanted share of this person's time, 0 to 1; null: no wish. */
  share: number | null;
}

/**
 * The order in which one claim asks a person's studies. Those that are behind their share come first, those
 * without a share next, those that have had theirs last; inside each group the supervisor's order holds.
 * @param worked milliseconds that the person spent on calls lately, by study id
 */
export function orderStudies<T extends OrderedStudy>(
  studies: readonly T[],
  worked: ReadonlyMap<string, number>,
): T[] {
  const total = studies.reduce((sum, study) => sum + (worked.get(study._id) ?? 0), 0);
  const turn = (study: T) => {
    if (study.share === null) return 1;
    return (worked.get(study._id) ?? 0) < study.share * total || (total === 0 && study.share > 0) ? 0 : 2;
  };
  return [...studies].sort(
    (a, b) => turn(a) - turn(b) || a.callingOrder - b.callingOrder || (a._id < b._id ? -1 : 1),
  );
}
