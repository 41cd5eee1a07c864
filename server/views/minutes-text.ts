/** Minutes and seconds, "14:20". */
export function minutesText(minutes: number | null): string | null {
  if (minutes === null) return null;
  const seconds = Math.round(minutes * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
