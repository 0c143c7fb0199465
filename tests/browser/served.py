"""The product, served to a browser from the process of the tests."""

from contextlib import closing, contextmanager
from threading import RLock, get_ident
from time import monotonic, sleep
from typing import ClassVar

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread

LONGEST = 20  # seconds that an answer takes


class OneAtATime(ThreadedWSGIServer):
    """Answers one request at a time.

    On SQLite all threads share one connection, and its transactions.
    """

    daemon_threads = True
    turn = RLock()
    asked: ClassVar[set] = set()  # threads that answer, or wait to

    def set_app(self, app):
        def in_turn(environ, start_response):
            self.asked.add(get_ident())
            try:
                with self.turn, closing(app(environ, start_response)) as response:
                    return list(response)
            finally:
                self.asked.discard(get_ident())

        super().set_app(in_turn)

    def _close_connections(self):
        if not self.connections_override:  # shared: the test's, which outlives this thread
            super()._close_connections()


class Server(LiveServerThread):
    server_class = OneAtATime

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"


@contextmanager
def quiet():
    """Hold the base for this block.

    Once what pages asked without waiting (autosave, panel) is answered.
    """
    end = monotonic() + LONGEST
    while OneAtATime.asked and monotonic() < end:
        sleep(0.02)
    with OneAtATime.turn:
        yield


@contextmanager
def serving(*, static=True):
    """Serve the base of the test while the block runs.

    Without `static`, the product serves its own static files.
    """
    shared = {c.alias: c for c in connections.all() if c.vendor == "sqlite" and c.is_in_memory_db()}
    server = Server(
        "localhost",
        static_handler=StaticFilesHandler if static else lambda app: app,
        connections_override=shared,
    )
    server.daemon = True
    for connection in shared.values():
        connection.inc_thread_sharing()
    server.start()
    server.is_ready.wait()
    try:
        if server.error:
            raise server.error
        yield server
    finally:
        server.terminate()
        with quiet():
            pass
        for connection in shared.values():
            connection.dec_thread_sharing()
