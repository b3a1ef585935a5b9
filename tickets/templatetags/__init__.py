"""What templates of this app write their own way."""
