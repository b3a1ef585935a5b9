"""Who was shown what an article said before it was put right."""
