import a_package_that_is_missing  # type: ignore[import-not-found]  # noqa: F401
