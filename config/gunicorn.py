"""How gunicorn serves SOFI: `gunicorn --config config/gunicorn.py`.

README lists the variables read here. Processes, never threads: unfold keeps the request on objects
that all threads would share.
"""

import os

production = os.environ.get("SOFI_ENV") == "production"
host = os.environ.get("HOST") or "127.0.0.1"
port = os.environ.get("PORT") or "8000"

wsgi_app = "config.wsgi"
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
timeout = 60  # seconds; an import of a Région file is the longest request
control_socket_disable = True

# The proxies believed when they say that a request came by https: this machine's, unless named.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

# Logs: in production one JSON object a line, as Django's (settings.LOGGING); in the demonstration
# only what goes wrong. Requests are not logged unless ACCESS_LOG=1, and then without their query,
# where names are searched.
loglevel = "info" if production else "warning"
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
access_log_format = "%(h)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
if production:
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                "json_ensure_ascii": False,
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            name: {"handlers": ["console"], "level": "INFO", "propagate": False}
            for name in ("gunicorn.access", "gunicorn.error")
        },
    }
