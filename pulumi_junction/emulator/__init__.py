"""A pretend Junction for demos and tests. It knows the API documents and nothing of this package."""
