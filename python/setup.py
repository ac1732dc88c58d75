"""Puts Raydeck's migrations into what is built: the repository has them once, in prisma/migrations."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

MIGRATIONS = Path(__file__).parent.parent / "prisma" / "migrations"
SCHEMA = Path("raydeck") / "django" / "schema_sql"


def copy_migrations(target: Path) -> None:
    """Nothing to do when built from a source distribution: it has them."""
    for path in MIGRATIONS.glob("*/migration.sql"):
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / f"{path.parent.name}.sql")


class BuildWithMigrations(build_py):
    def run(self) -> None:
        super().run()
        copy_migrations(Path(self.build_lib) / SCHEMA)


class DistributeWithMigrations(sdist):
    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        copy_migrations(Path(base_dir) / SCHEMA)


setup(cmdclass={"build_py": BuildWithMigrations, "sdist": DistributeWithMigrations})
