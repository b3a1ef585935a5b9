"""An email backend that writes each message to a folder as one .eml file, for when no SMTP server is set."""
