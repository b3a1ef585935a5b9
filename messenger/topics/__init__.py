"""What people may write about: topics that staff edit, their fields and words."""
