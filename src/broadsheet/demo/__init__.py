"""A fictional edition, collected like any real one."""
