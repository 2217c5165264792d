"""Deciding, without doing: knows neither the engine nor HTTP."""
