const two = (value: number) => String(value).padStart(2, "0");

/** The respondent's time and the length of the call go on while a page stands. */
export function tickClocks(): void {
  window.setInterval(() => {
    for (const place of document.querySelectorAll<HTMLElement>("time[data-zone]"))
      place.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
        timeZone: place.dataset.zone,
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }).format(new Date());
    for (const place of document.querySelectorAll<HTMLElement>("[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(place.dataset.since ?? "")) / 1000));
      place.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    }
  }, 1000);
}
