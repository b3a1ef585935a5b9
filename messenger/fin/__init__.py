"""The AI support bot Fin."""
