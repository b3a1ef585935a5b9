"""What the messenger's templates ask for."""
