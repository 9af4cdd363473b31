"""Safe Browsing, versions 4 and 5, as its stock clients speak it (docs/safe-browsing.md)."""
