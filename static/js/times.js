/* Times in the reader's own zone. Without scripts they stand in the site's zone, which is named beside them. */
{
  const locale = document.documentElement.lang || undefined;
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
  const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  const near = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const dayOf = (at) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000;

  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const days = dayOf(at) - dayOf(new Date());
    time.title = calendar.format(at);
    time.textContent = Math.abs(days) > 1 ? calendar.format(at) : `${near.format(days, "day")} ${clock.format(at)}`;
  }
}
