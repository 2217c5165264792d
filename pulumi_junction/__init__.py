"""A Pulumi provider for Junction's team data pull preferences."""

__version__ = "0.1.0"
