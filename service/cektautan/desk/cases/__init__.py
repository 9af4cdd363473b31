"""Cases: what waits for people, in which order, who has it, and what it rests on."""
