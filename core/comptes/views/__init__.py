"""The pages of accounts, outside the back-office: light, under the strict policy."""
