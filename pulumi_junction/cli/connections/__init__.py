"""`pulumi-junction connections`: moving connections in and out, with their credentials."""
