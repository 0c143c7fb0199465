"""The procédure de saisie, made from the rules: one plain content, as HTML, Markdown or PDF."""
