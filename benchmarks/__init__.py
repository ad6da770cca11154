"""What we claim about speed, each runnable with one command, with peers or bare figures beside us in the same run."""
