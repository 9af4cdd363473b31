"""Documents that lead to pages: RSS and Atom feeds, and sitemaps."""
