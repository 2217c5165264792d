"""`pulumi-junction doctor`: the command, what it finds, and the three things that it looks at."""
