"""The calculator: what a discount would earn and cost, before it is given."""
