"""How long to wait from frame to frame: a tenth of a second, longer after those that tell of nearly
everything."""

MOST_FRAMES_PER_S = 10
MOST_BYTES_PER_S = 500_000  # to one watcher, where frames are large


def pause_s(frame_bytes: int) -> float:
    """Return how long after a frame of this length the next one may be made [s].

    At x60 a frame of the moving city tells of a few dozen vehicles, at x100,000 of all: then frames
    come as often as keeps a watcher's bytes a second in bounds.
    """
    return max(1.0 / MOST_FRAMES_PER_S, frame_bytes / MOST_BYTES_PER_S)
