"""The home page: what to do, the counters."""
