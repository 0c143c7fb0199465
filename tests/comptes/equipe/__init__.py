"""The accounts of an organisation, and the invitations to them."""
