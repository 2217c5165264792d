"""How much hypothesis tries: the same examples in every run, so that a failure can be repeated."""

from hypothesis import settings

settings.register_profile("ci", derandomize=True, max_examples=100, deadline=None, database=None, print_blob=True)
settings.register_profile("long", max_examples=5_000, deadline=None, database=None, print_blob=True)
settings.load_profile("ci")  # for another one: pytest --hypothesis-profile=long
