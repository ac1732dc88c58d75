"""Business data beside which tasks are enqueued."""

from __future__ import annotations

from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="new")
