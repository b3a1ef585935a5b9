"""Texts that are written once and sent often: what they may say, who may use them, and what goes with them."""
