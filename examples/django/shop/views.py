"""Pages: orders with what became of their confirmations, a report, thumbnails."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .models import Book, Order, Report
from .tasks import confirm, make_all_thumbnails, sales_report


def orders(request: HttpRequest) -> HttpResponse:
    """The state of each task is read from Raydeck, by the id that the order keeps."""
    latest = Order.objects.select_related("book").order_by("-pk")[:20]
    report = Report.objects.order_by("-pk").first()
    shown: dict[str, Any] = {
        "books": Book.objects.order_by("title"),
        "orders": [(order, confirm.get_result(order.confirmation_id)) for order in latest],
        "thumbnails": Book.objects.exclude(thumbnail=b"").count(),
        "report": report and sales_report.get_result(report.result_id),
    }
    return render(request, "shop/orders.html", shown)


@require_POST
def place_order(request: HttpRequest) -> HttpResponse:
    book = get_object_or_404(Book, pk=request.POST["book"])
    order_book(book, request.POST["email"])
    return redirect("orders")


def order_book(book: Book, email: str) -> Order:
    """The order and its task in one transaction: there is never one without the other."""
    with transaction.atomic():
        order = Order.objects.create(book=book, email=email)
        order.confirmation_id = confirm.enqueue(order.pk).id
        order.save(update_fields=["confirmation_id"])
    return order


@require_POST
def start_report(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        Report.objects.create(result_id=sales_report.enqueue().id)
    return redirect("orders")


@require_POST
def start_thumbnails(request: HttpRequest) -> HttpResponse:
    """How far it is stands on the task's page in the console; here are counted those that are made."""
    make_all_thumbnails.enqueue()
    return redirect("orders")
