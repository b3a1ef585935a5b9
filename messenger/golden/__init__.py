"""Golden questions: what Fin has to answer rightly, asked again and before each publication."""
