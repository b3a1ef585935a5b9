"""The audit trail: what staff did, written down once and read by who may. `actions.enter` writes, the admin shows."""
