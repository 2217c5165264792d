"""`pulumi-junction pulls`: historical pulls, started, watched and explained."""
