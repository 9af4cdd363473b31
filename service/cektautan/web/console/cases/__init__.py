"""The queue, and one case with everything that a decision is made on."""
