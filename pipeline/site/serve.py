"""`pipeline serve`: a release as a Datasette site that only reads."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import CallError
from pipeline.site.release import open_release

SITE = Path(__file__).parent


def site(directory: Path, **settings: object) -> Any:
    """Datasette over the immutable database of the release in `directory`, with the settings of the site and any given on top.

    Raises CallError where there is no release, DataError where it is broken.
    """
    from datasette.app import Datasette

    release = open_release(directory)
    standard = json.loads((SITE / "settings.json").read_text(encoding="utf-8"))
    return Datasette(immutables=[str(release.database)], config_dir=SITE, settings={**standard, **settings})


def serve(directory: Path, *, host: str = "127.0.0.1", port: int = 8001, base_url: str = "/") -> None:
    """Serve the release in `directory` until interrupted; `base_url` is the path at which a proxy shows it, or its whole address.

    Raises CallError where there is no release, or the address cannot be had or is none.
    """
    import uvicorn

    shown = _shown_at(base_url)
    datasette = site(directory, **shown)
    listener = _listen(host, port)
    asyncio.run(datasette.invoke_startup())
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}{shown['base_url']}"
    print(f"{open_release(directory).title}\n{address} (stop with Ctrl-C)", flush=True)
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", server_header=False, timeout_keep_alive=5)
    uvicorn.Server(config).run(sockets=[listener])


def _shown_at(base_url: str) -> dict[str, object]:
    """The settings for a site that others see at this path or address."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("", "http", "https") or bool(parts.scheme) != bool(parts.netloc) or parts.query or parts.fragment:
        raise CallError(f"{base_url}: not a path such as /data/, nor an address such as https://data.example.org/")
    return {"base_url": f"/{parts.path.strip('/')}/".replace("//", "/"), "force_https_urls": parts.scheme == "https"}


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, port), family=family) as listener:
            # Opened once more by its number, so that Python knows it for TCP: only then does asyncio send answers without waiting for more.
            return socket.socket(fileno=listener.detach())
    except OSError as error:
        raise CallError(f"{host}:{port}: cannot listen there ({error.strerror or error}); choose another with --host and --port") from error
