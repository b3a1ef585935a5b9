"""What the admin's templates ask of the site as a whole."""
