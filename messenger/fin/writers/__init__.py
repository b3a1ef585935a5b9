"""Who writes Fin's answers where a language model may: what it gets and gives back, and what is believed of it."""
