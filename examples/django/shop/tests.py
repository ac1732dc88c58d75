"""The shop's tests: they need PostgreSQL, and neither Ray nor a worker."""

from __future__ import annotations

import io

from django.core import mail
from django.test import TestCase
from PIL import Image

from raydeck.django import drain

from .models import Book, Order
from .tasks import make_thumbnail, restock_all


def cover() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (600, 300), "navy").save(target, "PNG")
    return target.getvalue()


class ShopTestCase(TestCase):
    def setUp(self) -> None:
        self.book = Book.objects.create(title="Ray and Django", cover=cover())

    def test_an_order_is_confirmed(self) -> None:
        self.client.post("/order", {"book": self.book.pk, "email": "reader@example.com"})
        self.assertContains(self.client.get("/"), "READY")

        [result] = drain()

        self.assertEqual(result.return_value, "reader@example.com")
        self.assertEqual(len(mail.outbox), 1)
        self.assertIsNotNone(Order.objects.get().confirmed_at)
        self.assertContains(self.client.get("/"), "SUCCESSFUL")

    def test_a_thumbnail_is_small(self) -> None:
        make_thumbnail.enqueue(self.book.pk)
        [result] = drain()
        self.assertEqual(result.return_value, [120, 60])

    def test_all_thumbnails_are_made_within_one_task(self) -> None:
        Book.objects.create(title="Another", cover=cover())
        Book.objects.create(title="Without a cover")
        self.client.post("/thumbnails")
        [result] = drain()
        self.assertEqual(result.return_value, 2)
        self.assertContains(self.client.get("/"), "2 of 3 books have a thumbnail")

    def test_a_report_counts_orders(self) -> None:
        self.client.post("/order", {"book": self.book.pk, "email": "reader@example.com"})
        self.client.post("/report")
        drain()
        self.assertContains(self.client.get("/"), "&#x27;Ray and Django&#x27;: 1")

    def test_restocking_fans_out(self) -> None:
        Book.objects.create(title="Another")
        restock_all.enqueue(5)
        self.assertEqual(len(drain()), 3)
        self.assertEqual(list(Book.objects.values_list("stock", flat=True)), [5, 5])
