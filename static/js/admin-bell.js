// The bell asks for news only while its page is looked at. As a condition in its attribute that would be evaluated,
// which our policy refuses.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceElement?.id === "bell") event.preventDefault();
});
