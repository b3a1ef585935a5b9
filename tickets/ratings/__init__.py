"""“How did we do?”: asked once after a case is solved, by mail, and answered without a login."""
