"""What is typed and not saved: kept for its author, given back when the page opens again."""
