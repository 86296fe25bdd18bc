"""Settings, addresses and the WSGI door of the site."""
