"""Measurements; tests never look at a clock."""
