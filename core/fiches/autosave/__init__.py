"""What is typed and not saved: kept for its author as it is typed, given back when the page opens again."""
