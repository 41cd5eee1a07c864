/** Address of an interview, or of one of its steps. */
export function interviewUrl(interviewId: string, at?: string | null): string {
  return at ? `/interviews/${interviewId}?at=${encodeURIComponent(at)}` : `/interviews/${interviewId}`;
}
