"""When … if … then …: what happens to tickets by itself, what it would have done, and what it did."""
