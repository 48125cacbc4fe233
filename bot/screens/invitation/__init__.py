"""The invitation: a manager may accept it, everybody else may ask a manager (RULES 5.5)."""
