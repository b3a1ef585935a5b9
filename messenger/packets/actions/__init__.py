"""Everything that changes a packet: one transaction each, the row locked, who may is asked again."""
