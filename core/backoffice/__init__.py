"""The shell of the back-office: scoped lists, menu, palette, filters."""
