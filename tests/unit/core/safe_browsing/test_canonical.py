"""The canonical form, by the vectors that the protocol's own documentation gives."""

from __future__ import annotations

import pytest

from cektautan.core.safe_browsing.canonical import canonical

# https://developers.google.com/safe-browsing/v4/urls-hashing, "Canonicalization", in its order. The scheme is no part
# of an expression, so it is left out here, and so are user and port.
DOCUMENTED: list[tuple[str | bytes, str]] = [
    ("http://host/%25%32%35", "host/%25"),
    ("http://host/%25%32%35%25%32%35", "host/%25%25"),
    ("http://host/%2525252525252525", "host/%25"),
    ("http://host/asdf%25%32%35asd", "host/asdf%25asd"),
    ("http://host/%%%25%32%35asd%%", "host/%25%25%25asd%25%25"),
    ("http://www.google.com/", "www.google.com/"),
    (
        "http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79%2E%63%6F%6D/",
        "168.188.99.26/.secure/www.ebay.com/",
    ),
    (
        "http://195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/",
        "195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/",
    ),
    (
        "http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B",
        "host%23.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+",
    ),
    ("http://3279880203/blah", "195.127.0.11/blah"),
    ("http://www.google.com/blah/..", "www.google.com/"),
    ("www.google.com/", "www.google.com/"),
    ("www.google.com", "www.google.com/"),
    ("http://www.evil.com/blah#frag", "www.evil.com/blah"),
    ("http://www.GOOgle.com/", "www.google.com/"),
    ("http://www.google.com.../", "www.google.com/"),
    ("http://www.google.com/foo\tbar\rbaz\n2", "www.google.com/foobarbaz2"),
    ("http://www.google.com/q?", "www.google.com/q?"),
    ("http://www.google.com/q?r?", "www.google.com/q?r?"),
    ("http://www.google.com/q?r?s", "www.google.com/q?r?s"),
    ("http://evil.com/foo#bar#baz", "evil.com/foo"),
    ("http://evil.com/foo;", "evil.com/foo;"),
    ("http://evil.com/foo?bar;", "evil.com/foo?bar;"),
    (b"http://\x01\x80.com/", "%01%80.com/"),
    ("http://notrailingslash.com", "notrailingslash.com/"),
    ("http://www.gotaport.com:1234/", "www.gotaport.com/"),
    ("  http://www.google.com/  ", "www.google.com/"),
    ("http:// leadingspace.com/", "%20leadingspace.com/"),
    ("http://%20leadingspace.com/", "%20leadingspace.com/"),
    ("%20leadingspace.com/", "%20leadingspace.com/"),
    ("https://www.securesite.com/", "www.securesite.com/"),
    ("http://host.com/ab%23cd", "host.com/ab%23cd"),
    ("http://host.com//twoslashes?more//slashes", "host.com/twoslashes?more//slashes"),
]


@pytest.mark.parametrize(("url", "whole"), DOCUMENTED, ids=[str(number) for number in range(len(DOCUMENTED))])
def test_the_documented_vectors(url: str | bytes, whole: str) -> None:
    assert canonical(url).whole == whole


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://017700000001/", "127.0.0.1"),
        ("http://10.1.2/", "10.1.0.2"),
        ("http://[2001:DB8:0:0::0001]/", "[2001:db8::1]"),
        ("http://user:pass@example.com:8080/", "example.com"),
        ("http://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_hosts_have_one_spelling(url: str, host: str) -> None:
    assert canonical(url).host == host


@pytest.mark.parametrize("url", ["", "http://", "http:///path", "http://.../"])
def test_without_a_host_there_is_nothing(url: str) -> None:
    with pytest.raises(ValueError, match="no host"):
        canonical(url)


def test_escapes_of_escapes_are_undone_as_often_as_is_allowed() -> None:
    url = f"http://host/?{'%' * 8}{'3' * 8}25"
    assert canonical(url).query == canonical(url, 8).query == "25"
    with pytest.raises(ValueError, match="escaped too often"):
        canonical(url, 7)


@pytest.mark.parametrize("url", [each for each, _ in DOCUMENTED])
def test_what_is_canonical_stays_so(url: str | bytes) -> None:
    whole = canonical(url).whole
    assert canonical(whole).whole == whole
