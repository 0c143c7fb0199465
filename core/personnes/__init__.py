"""Personal data: what is kept of a person, for how long, its export and its erasure."""
