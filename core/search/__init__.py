"""Search: each typed word is the beginning of a word.

Accents ignored, on both databases (docs/decisions/0010).

`words` cuts what is typed into words; `index` is what a model declares (`Meta.indexes`) and the
database keeps true by itself;
`ways` says where the words of a list are; `matching` is the one door to read.
"""
