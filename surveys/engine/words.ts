/** What texts may name beside answers and sample; contact data comes in here and nowhere else. */
export interface Words {
  interviewer?: string;
  contact?: Record<string, string>;
  study?: { client?: string; institute?: string; name?: string };
}
