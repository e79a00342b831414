"""Work that goes on by itself: worker, schedule, limited child processes."""
