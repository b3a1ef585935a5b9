"""The way out of mail that nobody needs to get: questions how our help was, and notifications of staff."""
