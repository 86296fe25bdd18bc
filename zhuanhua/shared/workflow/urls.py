"""Addresses of `workflow`."""

app_name = "workflow"
urlpatterns: list = []
