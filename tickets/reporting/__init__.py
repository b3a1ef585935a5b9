"""Figures of the desk: counted by the day, summed up for those who lead it, and shown on the wall."""
