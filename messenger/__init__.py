"""Conversations: the flow, the AI support bot Fin, the widget and its embedding. Composes the other apps."""
