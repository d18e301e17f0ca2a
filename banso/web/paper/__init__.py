"""The papers of a plan as pages to work on: every form of blocks, as it is printed, with its facts to write in place."""
