"""Says whether gunicorn can listen on a port of the loopback: `check_port.py PORT`."""

import socket
import sys

asked = sys.argv[1]
if not (asked.isdigit() and 0 < int(asked) < 65536):
    sys.exit(f"PORT={asked} is not a port number: choose one, for example 'make demo PORT=8123'.")
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", int(asked)))
        listener.listen()
    except PermissionError:
        sys.exit(
            f"Port {asked} is reserved to the administrator: choose "
            "another, for example 'make demo PORT=8123'."
        )
    except OSError:
        sys.exit(
            f"Port {asked} is taken: stop what uses it, or choose "
            "another, for example 'make demo PORT=8123'."
        )
