"""The way in that is handed to a colleague once."""


def sign_in_link(public_url: str, token: str) -> str:
    """The link that signs a colleague in once; whoever logs requests must leave paths below /desk/enter out."""
    return f"{public_url.rstrip('/')}/desk/enter/{token}"
