"""Books, and orders of them. What belongs to a task is its result's id, kept where it was enqueued."""

from __future__ import annotations

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=200)
    cover = models.BinaryField(default=b"")
    thumbnail = models.BinaryField(default=b"")
    stock = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.title


class Order(models.Model):
    book = models.ForeignKey(Book, on_delete=models.PROTECT)
    email = models.EmailField()
    placed_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmation_id = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"order {self.pk}"


class Report(models.Model):
    started_at = models.DateTimeField(auto_now_add=True)
    result_id = models.CharField(max_length=64)
