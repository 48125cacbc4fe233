"""A marketplace's reports taken into the books of a reported shop: compared with what is kept, then kept."""
