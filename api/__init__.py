"""The door for programs: /api/v1/, its tokens, and what they may. Knows all apps but privacy; none knows it."""
