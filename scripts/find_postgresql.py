"""Prints the address of a PostgreSQL server where tests may create databases.

Says why on stderr if there is none.

With --version: prints the server's version.

Tests run in a database of their own, whose name holds this process's: several runs can share a
server.
"""

import os
import sys
from urllib.parse import urlsplit

import psycopg

asked = os.environ.get("TEST_DATABASE_URL")
# The socket first: what goes through it goes faster.
usual = [
    "postgres:///postgres",
    "postgres://postgres@%2Fvar%2Frun%2Fpostgresql/postgres",
    "postgres://postgres@127.0.0.1:5432/postgres",
]
candidates = [asked] if asked else usual
refusals = []
for url in candidates:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            role = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            version = connection.info.parameter_status("server_version")
    except psycopg.Error as error:
        refusals.append(str(error).strip().splitlines()[0])
        continue
    if role == (True,):
        parts = urlsplit(url)
        print(
            f"PostgreSQL {version}"
            if "--version" in sys.argv
            else f"{parts.scheme}://{parts.netloc}/sofi_{os.getppid()}"
        )
        sys.exit()
    refusals.append("this role may not create databases")
sys.exit("\n".join(refusals))
