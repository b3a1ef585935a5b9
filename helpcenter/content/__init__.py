"""The shipped articles: reading content/ and publishing what changed there."""
