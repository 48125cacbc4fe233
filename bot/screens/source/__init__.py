"""Where a marketplace's word on a shop comes from."""
