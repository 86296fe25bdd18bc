"""Addresses of `policy`."""

app_name = "policy"
urlpatterns: list = []
