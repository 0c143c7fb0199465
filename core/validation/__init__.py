"""The desk of who validates: queue, review, moves."""
