"""The way in over HTTP: facts, commands, reads and operators' acts under /api/v1, as OpenAPI describes them."""
