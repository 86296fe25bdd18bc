"""Addresses of project calls."""

app_name = "projects"
urlpatterns: list = []
