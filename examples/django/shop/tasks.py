"""What the shop leaves to Ray."""

from __future__ import annotations

import io

from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone

import raydeck
from raydeck.django import task_options

from .models import Book, Order

THUMBNAIL = (120, 120)


@task(queue_name="mail")
@task_options(max_attempts=5, backoff={"backoff": "exponential", "delaySeconds": 10})
def confirm(order_pk: int) -> str:
    """Send an e-mail once, however often the task is run: an attempt may have died after the sending."""
    with transaction.atomic():
        order = Order.objects.select_for_update().select_related("book").get(pk=order_pk)
        if order.confirmed_at is None:
            send_mail(f"Your order {order.pk}", f"{order.book} is on its way.", None, [order.email])
            order.confirmed_at = timezone.now()
            order.save(update_fields=["confirmed_at"])
    return order.email


@task(queue_name="shop")
@task_options(timeout=60, resources={"numCpus": 1})
def make_thumbnail(book_pk: int) -> list[int]:
    return draw_thumbnail(book_pk)


def draw_thumbnail(book_pk: int) -> list[int]:
    from PIL import Image

    book = Book.objects.get(pk=book_pk)
    image = Image.open(io.BytesIO(book.cover))
    image.thumbnail(THUMBNAIL)
    target = io.BytesIO()
    image.save(target, "PNG")
    book.thumbnail = target.getvalue()
    book.save(update_fields=["thumbnail"])
    return list(image.size)


@task(queue_name="shop")
def sales_report() -> dict[str, int]:
    """Tells how far it is: the console and `raydeck task show` have it within seconds."""
    books = list(Book.objects.order_by("title"))
    sold: dict[str, int] = {}
    for number, book in enumerate(books, 1):
        raydeck.context().check_cancelled()
        sold[book.title] = Order.objects.filter(book=book).count()
        raydeck.context().progress(number, len(books), book.title)
    return sold


@task(queue_name="shop")
def make_all_thumbnails() -> int:
    """Fan out within one task: each child is a task of Ray's, how many are done is this one's progress, and its cancel ends
    them all. For work that is one thing to whoever waits for it; a child that fails, fails it.
    """
    books = list(Book.objects.exclude(cover=b"").values_list("pk", flat=True))
    return len(raydeck.parallel_map(draw_thumbnail, books))


@task(queue_name="shop")
def restock_all(target: int) -> int:
    """Fan out into tasks: one for each book, all of them or none. Each is retried and seen by itself."""
    with transaction.atomic():
        results = [restock.enqueue(pk, target) for pk in Book.objects.values_list("pk", flat=True)]
    return len(results)


@task(queue_name="shop")
def restock(book_pk: int, target: int) -> bool:
    return Book.objects.filter(pk=book_pk, stock__lt=target).update(stock=target) > 0
