"""Reports as they were written last: a change is seen, and meant."""
