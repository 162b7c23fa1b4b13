"""What is wrong with a frame."""


class FrameError(ValueError):
    """A frame is malformed, or cannot be applied to what is held: ask for a key frame."""
