"""Mail to our addresses that belongs to no ticket: who may open one by it, and what everybody else is told."""
