"""The worker's chat in a browser: a page for an old phone, and the small API that it uses."""
