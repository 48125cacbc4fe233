"""Events and due work go to the core, and what it decides is kept: the only room that changes a seller's account."""
