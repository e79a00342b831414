"""TLS settings: TLS 1.2 or later, HTTP/1.1, the system's certificates.

Contexts are shared by all threads and never changed after they are made: httpcore2 sets ALPN on the context at every connection, which is
why it does not get to see them (see dial.shake_hands).
"""

from __future__ import annotations

import ssl

import certifi
import httpcore2

_ALPN = ["http/1.1"]


def verifying_context() -> ssl.SSLContext:
    """Checks certificates and names against the system's authorities (SSL_CERT_FILE counts), or certifi's where the system has none."""
    context = httpcore2.default_ssl_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(_ALPN)
    return context


def any_certificate_context() -> ssl.SSLContext:
    """Takes any certificate, for a source whose operator said so; old protocols are refused all the same."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(_ALPN)
    return context
