"""What a Pulumi program declares and calls."""
