"""What people ask and find no answer to: alike questions of all languages together, for those who write articles."""
