"""`pulumi-junction export`: the command, what it exports, and the text that it writes."""
