"""Prepares a Raydeck for the shop: a role with its rights, queues, and what the profile needs beside the code. May be repeated.

Of `./raydeck up` it takes all from the folder that is named, `prepare.py ../../.raydeck`. Else from variables: OWNER_URL,
Raydeck's database by its owner; RAYDECK_URL and RAYDECK_API_KEY, a key with the scope admin; SHOP_PASSWORD, by default a new
one. Prints the value for SHOP_DATABASE_URL. The code comes by `raydeck profile publish shop examples/django`, before this.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

import raydeck

QUEUES = ["shop", "mail"]


def main() -> None:
    if len(sys.argv) > 1:
        take_from_stack(Path(sys.argv[1]))
    owner_url = os.environ["OWNER_URL"]
    password = os.environ.get("SHOP_PASSWORD") or secrets.token_hex(16)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        prepare_database(connection, password)
    place = urlsplit(owner_url)
    address = place._replace(netloc=f"shop:{password}@{place.hostname}:{place.port or 5432}").geturl()
    with raydeck.Client() as client:
        prepare_profile(client, os.environ.get("SHOP_DATABASE_URL_ON_RAY", address))
    print(address)


def take_from_stack(folder: Path) -> None:
    """What `./raydeck up` keeps of its own servers."""
    known, ports = (json.loads((folder / name).read_text()) for name in ("secrets.json", "ports.json"))
    os.environ["OWNER_URL"] = f"postgresql://postgres:{known['postgresPassword']}@127.0.0.1:{ports['postgres']}/raydeck"
    os.environ["RAYDECK_API_KEY"] = known["adminApiKey"]
    os.environ.setdefault("RAYDECK_URL", "http://127.0.0.1:3000")


def prepare_database(connection: psycopg.Connection, password: str) -> None:
    """The role owns a schema for Django's tables; of Raydeck it has what it needs to enqueue and to read."""
    if connection.execute("SELECT FROM pg_roles WHERE rolname = 'shop'").rowcount == 0:
        connection.execute("CREATE ROLE shop LOGIN")
    connection.execute(sql.SQL("ALTER ROLE shop PASSWORD {}").format(sql.Literal(password)))
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO shop").format(database))
    connection.execute("CREATE SCHEMA IF NOT EXISTS shop AUTHORIZATION shop")
    connection.execute("ALTER ROLE shop SET search_path = shop")
    for queue in QUEUES:
        connection.execute("INSERT INTO raydeck.queue (name) VALUES (%s) ON CONFLICT DO NOTHING", [queue])
    connection.execute("SELECT raydeck.grant_enqueue('shop', %s), raydeck.grant_read('shop', %s)", [QUEUES, QUEUES])


def prepare_profile(client: raydeck.Client, database_url: str) -> None:
    """The newest code with what it needs: as a secret the address reaches the tasks alone, and nobody who looks at Ray."""
    current = client.request("GET", "/profiles/shop")["versions"][0]
    settings = {
        "source": {"kind": "package", "hash": current["source"]["hash"]},
        "requirements": {"installer": "pip", "packages": Path("requirements.txt").read_text().split()},
        "secrets": {"SHOP_DATABASE_URL": database_url},
        "djangoSettingsModule": "bookshop.settings",
    }
    client.request("PUT", "/profiles/shop", settings)
    for queue in QUEUES:
        client.request("PATCH", f"/queues/{queue}", {"profile": "shop"})


main()
