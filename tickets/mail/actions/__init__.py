"""What changes rows of mail: storing what comes, sending what goes, and queueing anew what was lost on the way."""
