// Sends a face or a comment without leaving the article; without this script the form leads to a page of its own.
document.addEventListener("submit", async (event) => {
  const section = event.target.closest("#reaction");
  if (!section) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  try {
    const response = await fetch(event.target.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const answer = page.getElementById("reaction");
    section.replaceWith(answer);
    answer.focus();
  } catch {
    event.target.submit();
  }
});
