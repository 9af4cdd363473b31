"""Feeds of links in the shapes of five platforms, for the tests and the bench of the marks.

Made up here: what is like the platforms is how a link is wrapped and what lies around it, not their markup. Every link
has an id, so that a test can say which ones are to be marked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

EVERY = 20
"""One of so many links is a listed one."""

TEXT = "Kata orang di grup, kabar ini sudah ramai sejak pagi tadi dan belum ada yang tahu dari mana asalnya."


def _x(name: str, number: int, target: str) -> str:
    """A post: the link is a t.co one, its text the whole address in three parts."""
    scheme, _, rest = target.partition("://")
    head, tail = rest[:24], rest[24:]
    hidden = 'style="position:absolute;clip-path:inset(50%)"'
    return f"""<article class="post"><div class="side"><span class="round"></span></div><div class="main">
      <div class="by"><span>Akun {number}</span><span>@akun{number}</span><time>{number % 24} jam</time></div>
      <div class="text"><span>{TEXT}</span> <a id="{name}" href="https://t.co/a{number:09d}"><span aria-hidden="true" {hidden}>{scheme}://</span>{escape(head)}<span {hidden}>{escape(tail)}</span><span aria-hidden="true">…</span></a></div>
      <div class="row"><button>balas</button><button>ulang</button><button>suka</button></div></div></article>"""  # noqa: E501


def _facebook(name: str, number: int, target: str) -> str:
    """A post with a card: the link goes through the redirector and wraps blocks."""
    wrapped = f"https://l.facebook.com/l.php?u={quote(target, safe='')}&h=AT{number:08d}&__tn__=-R"
    return f"""<div class="post"><div><div><div class="by"><strong>Orang {number}</strong><span>{number % 60} menit</span></div></div>
      <div class="text"><div dir="auto">{TEXT}</div></div>
      <a id="{name}" class="card" href="{escape(wrapped)}"><div class="picture"></div><div><span>situs</span></div><div>Judul {number}</div></a>
      <div class="row"><span role="button">Suka</span><span role="button">Komentar</span></div></div></div>"""  # noqa: E501


def _youtube(name: str, number: int, target: str) -> str:
    """A video's card with a description: elements of its own kind."""
    wrapped = f"https://www.youtube.com/redirect?event=video_description&q={quote(target, safe='')}&v=a{number:010d}"
    return f"""<kartu-video><div class="picture"></div><div class="main"><h3>Video {number}</h3>
      <span>{number} x ditonton</span><teks-rapi><span>{TEXT}</span>
      <a id="{name}" href="{escape(wrapped)}">tautan {number}</a></teks-rapi></div></kartu-video>"""


def _whatsapp(name: str, number: int, target: str) -> str:
    """A message: the address as it was pasted."""
    link = f'<a id="{name}" href="{escape(target)}" target="_blank" rel="noopener noreferrer">{escape(target)}</a>'
    return f"""<div class="message" role="row"><div><div class="bubble"><div><span dir="ltr"><span>{TEXT}
      {link}</span></span></div>
      <div class="by"><span>{number % 24:02d}.{number % 60:02d}</span></div></div></div></div>"""


def _google(name: str, number: int, target: str) -> str:
    """A search result: the title is the link."""
    wrapped = f"https://www.google.com/url?q={quote(target, safe='')}&sa=U&ved=2ah{number:08d}"
    return f"""<div class="result"><div><a id="{name}" href="{escape(wrapped)}"><h3>Hasil {number}</h3></a><div><cite>kabar</cite></div></div>
      <div class="text"><span>{TEXT}</span></div></div>"""  # noqa: E501


SHAPES: dict[str, Callable[[str, int, str], str]] = {
    "x": _x,
    "facebook": _facebook,
    "youtube": _youtube,
    "whatsapp": _whatsapp,
    "google": _google,
}

HOMES = {
    "x": "https://x.com/home",
    "facebook": "https://www.facebook.com/",
    "youtube": "https://www.youtube.com/feed/subscriptions",
    "whatsapp": "https://web.whatsapp.com/",
    "google": "https://www.google.com/search?q=pemilu",
}
"""Where each platform shows its feed."""

STYLE = """<style>
  body { font: 15px/1.4 sans-serif; margin: 0 auto; max-width: 40rem }
  .post, .result, .message, kartu-video { display: block; padding: 12px; border-bottom: 1px solid #ddd }
  article.post, .by, .row { display: flex; gap: 8px }
  .round { display: block; width: 40px; height: 40px; border-radius: 50%; background: #ccc }
  .card { display: flex; flex-direction: column; border: 1px solid #ddd }
  .picture { height: 60px; background: #eee }
  teks-rapi { display: block }
  .bubble { background: #efe; padding: 8px; border-radius: 8px }
</style>"""


@dataclass(frozen=True)
class Feed:
    """Posts and, in their order, the ids of the links that are to be marked."""

    html: str
    addresses: list[str]
    """The address of each link, as its shape writes it."""
    listed: list[str]


def feed(
    count: int, hoaxes: Sequence[str], shapes: Sequence[str] = tuple(SHAPES), first: int = 0, every: int = EVERY
) -> Feed:
    """Make posts with one link each; one of `every` links leads to a hoax, the others to nothing that is listed."""
    posts, addresses, listed = [], [], []
    for number in range(first, first + count):
        name = f"t{number}"
        path = f"berita/2026/{number % 12 + 1}/judul-{number}?utm_source=grup&id={number}"
        target = f"https://situs{number % 97}.example/{path}"
        if number % every == every // 2:
            target = hoaxes[number // every % len(hoaxes)]
            listed.append(name)
        posts.append(SHAPES[shapes[number % len(shapes)]](name, number, target))
        addresses.append(target)
    return Feed("\n".join(posts), addresses, listed)


def feed_page(made: Feed) -> str:
    """Return a page with a feed, which counts the layout's shifts and can be made to load more."""
    return f"""{STYLE}<main id="feed">{made.html}</main><script>
      globalThis.shifts = 0;
      const type = 'layout-shift';
      if (PerformanceObserver.supportedEntryTypes.includes(type)) {{
        const add = (list) => {{ for (const {{ value }} of list.getEntries()) shifts += value; }};
        new PerformanceObserver(add).observe({{ type, buffered: true }});
      }}
      globalThis.more = (html) => {{ document.getElementById('feed').insertAdjacentHTML('beforeend', html); }};
    </script>"""


def marked(selector: str = "cektautan-mark") -> str:
    """Return an expression for the ids of the marked links, in the page's order."""
    return f"[...document.querySelectorAll({json.dumps(selector)})].map((each) => each.closest('a').id)"
