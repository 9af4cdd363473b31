"""What sources publish becomes findings and cases, by itself; what comes of a case is decided by a person."""
