"""Two tickets become one, and two again."""
