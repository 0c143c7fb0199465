"""Files received: what they are, read, kept waiting."""
