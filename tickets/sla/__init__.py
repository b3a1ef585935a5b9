"""How soon somebody is to be answered: policies, business hours, clocks of tickets. This file: no Django."""
