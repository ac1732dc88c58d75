"""How one attempt is run and reported; specified in docs/attempt-api.md. Not for user code."""
