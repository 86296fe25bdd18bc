"""R8: two worlds that differ only in who reviews."""
