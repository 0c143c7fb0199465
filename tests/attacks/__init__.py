"""Those who try what the product must refuse: one file for each family of attacks, through its own doors."""
