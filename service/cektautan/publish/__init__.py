"""From reviewed lists and rules to the signed, published set."""
