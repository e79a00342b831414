"""The site's routes, one small file for each thing that a reader or the owner does."""
