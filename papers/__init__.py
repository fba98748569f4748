"""Official papers of the province: one document model, and what draws it (PDF, Word, the screen).

`model` and `blocks` say what stands on the paper, `letter` writes the frame of a letter (công văn), `codec` stores a
document, `charts` draws its charts for page and paper, `pdf` makes the archive file, `word` the file to be edited,
`preview` the page on the screen. Nothing here reads the database or knows why a paper is written: what is printed is
what is passed in. The app has no models, no pages and no door of its own.
"""
