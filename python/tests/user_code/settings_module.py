"""Stands for a Django project's settings."""

SECRET = "set up"
