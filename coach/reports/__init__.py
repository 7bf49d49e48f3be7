"""The report of an interview: computed from its events, and written in four formats."""
