"""The running hotline: its edges, its delivery and the one place where everything is put together."""
