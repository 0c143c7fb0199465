"""Never retype: sessions, actions and formations copied; a campaign rolled over (F16)."""
