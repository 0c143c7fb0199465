"""Never retype: sessions, actions and formations copied, dates shifted, a campaign rolled over (domaine.md F16)."""
