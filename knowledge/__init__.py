"""What the hotline knows: vetted articles, search, and reading what a worker tells. Pure, without a database."""
