"""The product, served to a browser from the process of the tests."""

from contextlib import contextmanager
from threading import RLock

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread


class OneAtATime(ThreadedWSGIServer):
    """Answers one request at a time: on SQLite all threads share one connection, and its transactions."""

    daemon_threads = True
    turn = RLock()

    def set_app(self, app):
        def in_turn(environ, start_response):
            with self.turn:
                response = app(environ, start_response)
                try:
                    return list(response)
                finally:
                    response.close()

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
def serving():
    """Serve the base of the test while the block runs."""
    shared = {c.alias: c for c in connections.all() if c.vendor == "sqlite" and c.is_in_memory_db()}
    server = Server("localhost", static_handler=StaticFilesHandler, connections_override=shared)
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
        for connection in shared.values():
            connection.dec_thread_sharing()
