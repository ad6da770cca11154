"""A colleague's side of the dialogue, in his own chat: offers, cases, letters, notes; one module for each."""
