"""For developers and for whoever takes the list with them: first calls, the interface, exports, pages to try out."""
