"""From an address to an answer over the published set. Callable without Flask; never asks anybody else."""
