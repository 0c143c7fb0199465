"""The procédure de saisie, generated from the rules: one plain content, written as HTML, Markdown or PDF."""
