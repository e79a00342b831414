"""Articles into findings: pure functions."""
