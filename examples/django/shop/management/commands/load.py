"""`manage.py load`: orders as fast as one process places them, and what became of them."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from shop.models import Book
from shop.tasks import confirm
from shop.views import order_book


class Command(BaseCommand):
    help = "Places orders, waits until their tasks are finished, and says how long both took."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--orders", type=int, default=100)
        parser.add_argument("--no-wait", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        book, _ = Book.objects.get_or_create(title="A Book")
        began_at = time.monotonic()
        orders = [order_book(book, f"reader{number}@example.com") for number in range(options["orders"])]
        took = time.monotonic() - began_at
        self.stdout.write(f"{len(orders)} orders with their tasks in {took:.2f} s: {len(orders) / took:.0f} a second")
        waiting = [] if options["no_wait"] else [confirm.get_result(order.confirmation_id) for order in orders]
        while waiting:
            time.sleep(0.5)
            before = len(waiting)
            for result in waiting:
                result.refresh()
            waiting = [result for result in waiting if not result.is_finished]
            if len(waiting) < before:
                self.stdout.write(f"{len(orders) - len(waiting)} finished after {time.monotonic() - began_at:.0f} s")
