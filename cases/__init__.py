"""The verbs of a case: opening, routing, offers, correspondence, closing."""
