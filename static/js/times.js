// Days and times in the reader's own zone and words, in the messenger and on the case page. Without this script they are UTC,
// and say so.
(() => {
  const DAY = 24 * 60 * 60 * 1000;
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

  const dayOf = (date, lang) => {
    const now = new Date();
    // Rounded, as a day has 23 or 25 hours twice a year.
    const ago = Math.round((midnight(now) - midnight(date)) / DAY);
    if (Math.abs(ago) <= 1) {
      const word = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-ago, "day");
      return word.charAt(0).toLocaleUpperCase(lang) + word.slice(1);
    }
    const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
    return new Intl.DateTimeFormat(lang, { year, month: "long", day: "numeric", weekday: "short" }).format(date);
  };
  const timeOf = (date, lang) => new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" }).format(date);

  const localize = () => {
    const lang = document.documentElement.lang;
    for (const time of document.querySelectorAll("time[data-time]")) {
      const date = new Date(time.dateTime);
      const parts = { day: [dayOf], time: [timeOf] }[time.dataset.time] || [dayOf, timeOf];
      time.textContent = parts.map((part) => part(date, lang)).join(" ");
      time.title = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "long" }).format(date);
    }
    // A day of the reader's may begin elsewhere than one of UTC.
    let before;
    for (const line of document.querySelectorAll(".turn-day")) {
      const day = midnight(new Date(line.querySelector("time").dateTime));
      line.hidden = day === before;
      before = day;
    }
  };

  // A form with room for it says by whose clock it is sent.
  document.addEventListener("formdata", ({ formData }) => {
    if (formData.has("zone")) formData.set("zone", Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  document.addEventListener("htmx:after:swap", localize);
  // Yesterday's page says "today" no longer.
  document.addEventListener("visibilitychange", localize);
  localize();
})();
