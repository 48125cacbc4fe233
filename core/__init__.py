"""The rules of Seller Premium: pure decisions over values, without I/O and without a clock."""
