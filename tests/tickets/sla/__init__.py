"""How soon somebody is to be answered."""
