"""Migrations, oldest first. Each is frozen once it was released; a change of the schema is a new file."""
