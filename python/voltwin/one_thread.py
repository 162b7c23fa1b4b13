"""A thread for what is done one after the other, beside the rest."""

from concurrent.futures import ThreadPoolExecutor


def one_thread(name: str) -> ThreadPoolExecutor:
    """Return a pool of one thread, which runs already.

    A pool would start it with its first work. Where an interrupt meets that, the pool does not know
    of the thread and does not wait for it when it is shut down: a file would be closed while it is
    written to, which ends the process with a fault.
    """
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    try:
        pool.submit(int).result()
    except BaseException:
        pool.shutdown(wait=False)  # or the thread would wait for work for ever, and the exit for it
        raise
    return pool
