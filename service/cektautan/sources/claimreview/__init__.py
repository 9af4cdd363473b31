"""Published checks: ClaimReview in pages, feeds of data and the answers of two interfaces, all read to one shape."""
