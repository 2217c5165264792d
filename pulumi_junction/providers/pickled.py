"""What state holds as `__provider`: each provider's class by name, pickled.

Literals, so that a program that declares a resource does not load what serves it; a test compares them with what
`pickle` makes, by protocol 4 for ever. They are in people's state: they never change.
"""

TEAM_DATA_PULL_PREFERENCES = (
    "gASVXwAAAAAAAACMNHB1bHVtaV9qdW5jdGlvbi5wcm92aWRlcnMudGVhbV9kYXRhX3B1bGxfcHJlZmVyZW5jZXOU"
    "jB9UZWFtRGF0YVB1bGxQcmVmZXJlbmNlc1Byb3ZpZGVylJOUKVKULg=="
)
HISTORICAL_PULL_TRIGGER = (
    "gASVWgAAAAAAAACMMXB1bHVtaV9qdW5jdGlvbi5wcm92aWRlcnMuaGlzdG9yaWNhbF9wdWxsX3RyaWdnZXKU"
    "jB1IaXN0b3JpY2FsUHVsbFRyaWdnZXJQcm92aWRlcpSTlClSlC4="
)
CONNECTION_IMPORT = (
    "gASVTwAAAAAAAACMK3B1bHVtaV9qdW5jdGlvbi5wcm92aWRlcnMuY29ubmVjdGlvbl9pbXBvcnSU"
    "jBhDb25uZWN0aW9uSW1wb3J0UHJvdmlkZXKUk5QpUpQu"
)
