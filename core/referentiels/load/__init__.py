"""Files of référentiels, loaded."""
