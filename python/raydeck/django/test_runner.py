"""For projects that test with `manage.py test`: `TEST_RUNNER = "raydeck.django.test_runner.RaydeckTestRunner"`."""

from __future__ import annotations

from typing import Any

from django.test.runner import DiscoverRunner


class RaydeckTestRunner(DiscoverRunner):
    """Django's own, with Raydeck's schema in the test databases."""

    def setup_databases(self, **kwargs: Any) -> Any:
        from .schema import install_for_tests

        made = super().setup_databases(**kwargs)
        install_for_tests()
        return made
