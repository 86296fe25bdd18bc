"""What achievements and needs share: an item is filed, reviewed by another person, published in layers, renewed, merged."""
