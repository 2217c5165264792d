"""The one way out to Junction's APIs."""
