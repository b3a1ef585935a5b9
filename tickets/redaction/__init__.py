"""Words and files taken out of a case for good, with a reason."""
