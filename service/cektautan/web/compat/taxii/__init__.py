"""The list as a collection of TAXII 2.1 (OASIS): what is asked, the objects of a set, and the endpoints."""
