"""How staff have set Fin up: what it is called, how sure it must be, whom it answers, which topics go to people."""
