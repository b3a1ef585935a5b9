"""One text and its forms: Markdown, its outline, HTML, plain Markdown, and the words that articles quote."""
