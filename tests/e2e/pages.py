"""Pages of other sites that the browser tests need more than once."""

from __future__ import annotations


def script_page(to: str) -> str:
    """Return a page whose button changes the address as YouTube does, and which follows Back and Forward."""
    return f"""<h1 id="where">/</h1><button id="go">buka</button><script>
      const show = () => {{ document.getElementById('where').textContent = location.pathname; }};
      document.getElementById('go').onclick = () => {{ history.pushState({{}}, '', {to!r}); show(); }};
      addEventListener('popstate', show);
    </script>"""
