"""Addresses at which the public verifies a certificate."""

from django.urls import path

from zhuanhua.programmes.contracts.pages import public

app_name = "verify"
urlpatterns = [
    path("", public.find, name="find"),
    path("<str:token>/", public.verify, name="certificate"),
]
