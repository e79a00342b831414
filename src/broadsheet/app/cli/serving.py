"""The long-running commands: run (site and collecting in one process) and serve (the site alone)."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Function, Office, pass_office
from broadsheet.app.cli.safe import safe
from broadsheet.errors import BroadsheetError

if TYPE_CHECKING:
    import uvicorn

    from broadsheet.app.newsroom import Newsroom
    from broadsheet.pipeline import Polled
    from broadsheet.run.worker import Worker
    from broadsheet.types import Source

#: Seconds that open requests get when the server is told to stop. With the worker's drain time it stays under 10 (row S16).
REQUESTS_DRAIN = 5


def serving_options(function: Function) -> Function:
    """Options of both commands; each stands for a setting."""
    for option in (
        click.option("--base-url", help="Public address of the site."),
        click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 = any free one."),
        click.option("--host", help="Address to listen on (default: this machine only)."),
    ):
        function = option(function)
    return function


@click.command()
@serving_options
@click.option("--demo", is_flag=True, help="Load the demo edition first, if it is not there.")
@pass_office
def run(office: Office, host: str | None, port: int | None, base_url: str | None, demo: bool) -> None:
    """Collect, and serve the site, until stopped."""
    office.change_settings(host=host, port=port, base_url=base_url)
    if demo:
        from broadsheet.app.cli.demo import is_loaded, load_demo

        if not is_loaded(office):
            load_demo(office)
    _serve(office, office.newsroom.worker(report=_log_poll))


@click.command()
@serving_options
@pass_office
def serve(office: Office, host: str | None, port: int | None, base_url: str | None) -> None:
    """Serve the site without collecting."""
    office.change_settings(host=host, port=port, base_url=base_url)
    _serve(office, None)


def _serve(office: Office, worker: Worker | None) -> None:
    """Listen, print the address, work until a signal comes, then drain and end."""
    import uvicorn

    from broadsheet.app.digesting import make_digesting
    from broadsheet.app.web import create_app, setup_address

    # Readers' requests and the filing of what was collected share this interpreter: hand over five times as often as usual.
    sys.setswitchinterval(0.001)
    newsroom = office.newsroom
    settings = newsroom.settings
    listening = _listen(settings.host, settings.port)
    address = settings.base_url.rstrip("/") or _address(settings.host, listening.getsockname()[1])
    config = uvicorn.Config(
        create_app(newsroom),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=REQUESTS_DRAIN,
        timeout_keep_alive=15,
        limit_concurrency=500,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    _on_signals(server, worker)
    if worker is not None:
        worker.start()
    click.echo(f"Broadsheet is at {address}/")
    first = setup_address(newsroom.store, address)
    if first:
        click.echo(f"Set the owner's password at {first}")
    sys.stdout.flush()
    # Without collecting there are pasted pages to link all the same.
    linking = newsroom.linking() if worker is None else None
    if linking is not None:
        linking.start()
    digesting = make_digesting(newsroom.store, settings, newsroom.clock) if worker is not None else None
    if digesting is not None:
        digesting.start()
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()
        if digesting is not None:
            digesting.stop()
            digesting.join(1)
        if linking is not None:
            linking.stop()
            linking.join()
        if worker is not None:
            worker.stop()
            _end(newsroom, worker)


def _on_signals(server: uvicorn.Server, worker: Worker | None) -> None:
    """Stop claiming work at the moment of the signal, while open requests are still being answered.

    The handlers are set twice: uvicorn uses its own while it runs, puts ours back when it has shut down, and raises the signal once
    more, which would end the process by the signal instead of with exit code 0 (row S16).
    """
    handle: Callable[[int, FrameType | None], None] = server.handle_exit

    def stop(number: int, frame: FrameType | None) -> None:
        if worker is not None:
            worker.stop()
        handle(number, frame)

    server.handle_exit = stop  # type: ignore[method-assign, assignment]  # uvicorn looks it up on the instance
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _end(newsroom: Newsroom, worker: Worker) -> None:
    """Wait for the worker; when a slow publisher or page still holds a thread, end without it: what is stored is stored whole."""
    if worker.join():
        return
    newsroom.store.close()
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, bound before anything is started, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, UnicodeError) as error:
        listening.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BroadsheetError(f"cannot listen on {host}:{port}: {reason}", hint="choose another --port") from error
    listening.listen(256)
    listening.set_inheritable(True)
    return listening


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - recognised, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _log_poll(source: Source, polled: Polled) -> None:
    log = logging.getLogger("broadsheet.worker")
    name = safe(source.title or source.url)
    if polled.error is not None:
        log.warning("%s: %s", name, safe(str(polled.error)))
    elif polled.new or polled.revised:
        log.info("%s: %d new, %d revised", name, polled.new, polled.revised)
