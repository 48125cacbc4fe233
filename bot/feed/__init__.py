"""Files of facts and commands: read line by line, replayed on a virtual clock or taken into the live database."""
