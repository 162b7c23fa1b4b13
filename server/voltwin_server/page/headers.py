"""What browsers are told about the page: what it may load, and from where."""

# Maps are drawn by workers and WebGL, which are handed blobs; libraries of dialogs and the editor
# add styles of their own. Nothing comes from elsewhere, and no page elsewhere shows this one.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FOR_EVER = "public, max-age=31536000, immutable"  # what is in the name of a file has its hash
ASK_AGAIN = "no-cache"  # kept, and asked for whether it is still the same
