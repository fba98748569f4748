"""The printed report: one document model, and what draws it.

`model` and `blocks` say what stands on the paper, `codec` stores it, `charts` draws its charts for page and
paper, `pdf` makes the archive file. Nothing here reads the database: what is printed is what is passed in.
"""
