"""The digest in the forms in which it leaves the house: a page, mail, plain text, Markdown, EPUB, JSON."""
