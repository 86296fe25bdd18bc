"""Pure algorithms that know no Django."""
