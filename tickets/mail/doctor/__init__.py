"""Looks whether mail of this site reaches people and their answers reach it, and says what to mend."""
