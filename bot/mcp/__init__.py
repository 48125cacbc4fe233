"""What an assistant may ask: the books over the Model Context Protocol, to read and nothing else."""
