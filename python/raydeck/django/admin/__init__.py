"""The optional Django app `raydeck.django.admin`: Raydeck's tasks in Django's admin."""
