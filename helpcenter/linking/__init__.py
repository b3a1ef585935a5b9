"""Articles for whoever writes to a reader: found by words, in the language of who reads, to be put into a text."""
