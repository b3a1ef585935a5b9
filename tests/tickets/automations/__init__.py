"""Tests of what happens to tickets by itself."""
