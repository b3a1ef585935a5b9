"""What changes rows of webhooks: telling, setting up, sending, sending again, forgetting."""
