"""Every page in every state, and those who look for faults in it: the Nu HTML checker and axe-core."""
