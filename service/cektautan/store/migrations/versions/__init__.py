"""The migrations of the store, in order. One that was released is never changed."""
