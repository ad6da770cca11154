"""Where lawyers and supervisors work: sign-in, their lists, the page of a case."""
