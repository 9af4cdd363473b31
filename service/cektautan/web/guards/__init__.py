"""What stands before and after every answer: limits by network, and the headers that every answer carries."""
