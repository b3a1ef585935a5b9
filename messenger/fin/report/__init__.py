"""How well Fin does, counted by day: what is kept, how it is counted, and the report that staff read."""
