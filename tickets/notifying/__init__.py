"""Telling staff what concerns them: in the desk, and by mail."""
