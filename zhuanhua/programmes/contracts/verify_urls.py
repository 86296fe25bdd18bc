"""Addresses at which the public verifies a certificate."""

app_name = "verify"
urlpatterns: list = []
