"""Addresses: cleaned for readers, normalised for identity, and whose they are.

Pure text work, used by every room: nothing here looks a name up or opens a connection. The public suffix list is the snapshot that comes
with tldextract; it is never fetched.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

#: Longer addresses are no addresses (the fetcher refuses them as well).
LONGEST = 2083

_TRACKING_PREFIXES = (
    "utm_",
    "mtm_",
    "hsa_",
    "pk_",
    "piwik_",
    "matomo_",
    "at_campaign",
    "at_medium",
    "at_custom",
    "sb_ref",
    "trk_",
    "vero_",
)
_TRACKING_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id epik rdt_cid scid irclickid srsltid
    gad_source gad_campaignid _openstat _hsenc _hsmi hsctatracking __hssc __hstc __hsfp _ga _gl mc_cid mc_eid ml_subscriber
    ml_subscriber_hash mkt_tok oly_enc_id oly_anon_id wickedid sc_cid s_kwcid cmpid ncid cndid ocid soc_src soc_trk guccounter
    guce_referrer guce_referrer_sig xtor wt_mc wt_zmc smid smtyp feedname feeditemid ns_campaign ns_mchannel ns_source
    ns_linkname ns_fee campaign_id campaign_medium campaign_name campaign_source campaign_term campaign_content
    bsft_clkid bsft_eid bsft_uid rb_clickid __s __twitter_impression spm_id_from share_source
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
#: Of the kinds above, those that a page could need as well are removed only when they name the site itself.
_REFERRERS = frozenset({"ref", "referrer", "referer", "ref_src", "source"})

#: Addresses that only lead to another one, which stands in the named parameter: (host, path start) -> parameters.
_REDIRECTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("google.com", "/url", ("q", "url")),
    ("facebook.com", "/l.php", ("u",)),
    ("l.instagram.com", "/", ("u",)),
    ("out.reddit.com", "/", ("url",)),
    ("bing.com", "/news/apiclick.aspx", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("vk.com", "/away.php", ("to",)),
    ("slack-redir.net", "/link", ("url",)),
    ("youtube.com", "/redirect", ("q",)),
)

_EDGES = "".join(map(chr, range(0x21)))
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?\.?")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE_PATH = "/:@!$&'()*+,;=~%"
_SAFE_QUERY = "/?:@!$'()*+,;=~%&[]{}|^"
_AMP_PATH = re.compile(r"(?:/amp|\.amp|\.amp\.html?|/amp\.html?)$")
_INDEX = re.compile(r"/index\.(?:html?|php)$")


def clean(url: str, base: str = "", sites: Iterable[str] = ()) -> str:
    """The address to send a reader to: absolute, http(s), without credentials, tracking parameters and redirectors; "" when there is none.

    `base` resolves a relative address. A `ref` parameter is removed only when it names `base` or one of `sites` (addresses or hosts).
    Parameters that stay keep their order and spelling; the fragment stays. Asks no server, so shortened addresses stay short.
    """
    sites = tuple(sites)
    for _ in range(3):
        whole = absolute(url, base)
        if not whole:
            return ""
        target = _redirects_to(whole)
        if not target:
            return _without_tracking(whole, (base, *sites))
        url = target
    return ""


def absolute(url: str, base: str = "") -> str:
    """The absolute http(s) address, in ASCII, read as browsers read it (WHATWG URL); "" when it is none or too long.

    Changes no parameter. Credentials are dropped.
    """
    url = url.strip(_EDGES)
    if not url or len(url) > LONGEST * 3 or len(base) > LONGEST * 3:
        return ""
    url = url.replace("\t", "").replace("\n", "").replace("\r", "")
    head, mark, rest = _cut(url, "?#")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", head) or re.match(r"(?i)https?:", head):
        head = head.replace("\\", "/")
    url = head + mark + rest
    try:
        if base:
            url = urljoin(base, url)
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return ""
        host = ascii_host(parts.hostname)
        port = parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    scheme = parts.scheme.lower()
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    path = quote(parts.path, safe=_SAFE_PATH) or "/"
    query = quote(parts.query, safe=_SAFE_QUERY)
    whole = urlunsplit((scheme, host, path, query, quote(parts.fragment, safe=_SAFE_QUERY)))
    return whole if len(whole) <= LONGEST else ""


def key(url: str) -> str:
    """What tells two addresses of one article apart from two articles: host and path and parameters, normalised; "" when it is no address.

    The scheme, `www.` and `m.`, AMP variants, a trailing slash, an index file, the fragment, tracking parameters and the order and escaping
    of parameters make no difference. Upper and lower case of the path do.
    """
    cleaned = _without_amp_cache(clean(url))
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    host = parts.netloc.rstrip(".")
    domain = registrable_domain(host)
    for prefix in ("www.", "m.", "mobile.", "amp."):
        shorter = host.removeprefix(prefix)
        if shorter != host and (shorter.partition(":")[0]).endswith(domain):
            host = shorter
    path = re.sub(r"/{2,}", "/", parts.path)
    path = _unescape(urlsplit(urljoin("http://a/", path)).path)
    path = _INDEX.sub("/", path).rstrip("/")
    path = _AMP_PATH.sub("", path)
    fields = sorted(_unescape(piece) for piece in parts.query.split("&") if piece and piece.lower() not in _AMP_FIELDS)
    query = "?" + "&".join(fields) if fields else ""
    bang = "#" + parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return host + path + query + bang


_AMP_FIELDS = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp"})


@lru_cache(maxsize=4096)
def registrable_domain(host_or_url: str) -> str:
    """The part of a host name that one owner registers ("news.paper.co.uk" gives "paper.co.uk"), in ASCII; "" when there is none.

    Names under shared hosts (one blog each) count as their owner's. A numeric address or a single name is its own domain; where the suffix
    is unknown the last two labels are taken.
    """
    host = host_of(host_or_url)
    if not host or _is_address(host) or "." not in host:
        return host
    found = _suffixes()(host)
    if found:
        return found
    labels = host.split(".")
    return ".".join(labels[-2:])


def same_site(a: str, b: str) -> bool:
    """Whether both addresses (or hosts) belong to one registrable domain. Two addresses without host do not."""
    domain = registrable_domain(a)
    return domain != "" and domain == registrable_domain(b)


def host_of(host_or_url: str) -> str:
    """The host of an address, or the host itself: lower case, ASCII, without port and last dot; "" when there is none."""
    text = host_or_url.strip(_EDGES)
    if "//" not in text[:16]:
        text = "//" + text
    try:
        return ascii_host(urlsplit(text).hostname or "").rstrip(".")
    except ValueError:
        return ""


def ascii_host(host: str) -> str:
    """The host name as it is looked up: IDNA (UTS 46), lower case; an IPv6 address in brackets; "" when it is no possible name."""
    host = host.strip("[]")
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host.partition('%')[0]).compressed}]"
        except ValueError:
            return ""
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except idna.IDNAError:
            return ""
    host = host.lower()
    return host if _HOST.fullmatch(host) and ".." not in host else ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> Callable[[str], str]:
    # Imported when first needed: it costs 0.15 s.
    import tldextract

    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    return lambda host: extract.extract_str(host).top_domain_under_public_suffix


def _cut(text: str, marks: str) -> tuple[str, str, str]:
    places = [place for place in (text.find(mark) for mark in marks) if place >= 0]
    if not places:
        return text, "", ""
    first = min(places)
    return text[:first], text[first], text[first + 1 :]


def _without_tracking(url: str, sites: tuple[str, ...]) -> str:
    parts = urlsplit(url)
    fragment = parts.fragment
    if fragment.startswith(":~:") or _is_tracking(fragment, frozenset()):
        fragment = ""
    query = parts.query
    if query:
        hosts = frozenset(host for host in map(host_of, (url, *sites)) if host)
        query = "&".join(piece for piece in query.split("&") if not _is_tracking(piece, hosts))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))


def _is_tracking(piece: str, hosts: frozenset[str]) -> bool:
    name, _, value = piece.partition("=")
    name = unquote(name).lower()
    if name in _REFERRERS:
        return bool(value) and host_of(unquote(value)).removeprefix("www.") in {host.removeprefix("www.") for host in hosts}
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _redirects_to(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.lower()
    for name, path, fields in _REDIRECTORS:
        if (host == name or host.endswith("." + name)) and parts.path.startswith(path):
            values = parse_qs(parts.query, max_num_fields=64) if parts.query.count("&") < 64 else {}
            for field in fields:
                target = values.get(field, [""])[0]
                if target.startswith(("http://", "https://")):
                    return target
    return ""


def _without_amp_cache(url: str) -> str:
    """The publisher's own address behind an AMP cache address; any other address as it is."""
    parts = urlsplit(url)
    for host, path in ((".cdn.ampproject.org", r"/[a-z]/(?:(s)/)?"), ("google.com", r"/amp/(?:(s)/)?")):
        if parts.netloc.endswith(host):
            found = re.match(path, parts.path)
            if found:
                inner = clean(("https://" if found[1] else "http://") + parts.path[found.end() :])
                return inner or url
    return url


def _unescape(text: str) -> str:
    """Percent escapes that need none undone, the others in upper case (RFC 3986 6.2.2)."""

    def one(found: re.Match[str]) -> str:
        char = chr(int(found[0][1:], 16))
        return char if char in _UNRESERVED else found[0].upper()

    return _PERCENT.sub(one, text)
