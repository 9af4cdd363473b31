/**
 * In a page: a bar on top of a page of level 2, in the place of the page in between.
 *
 * The background puts it in once for a key and a session, and says everything that it shows: this only draws. It lies over
 * the page, so that nothing moves, in a closed shadow root whose rules no page can override. It takes no focus, can be
 * reached and closed by keyboard, and comes back a few times where a page throws it out. Reads nothing of the page.
 */

/**
 * @typedef {object} BannerWords
 * @property {string} language
 * @property {string} label
 * @property {string} finding who found what
 * @property {{ text: string, language: string } | null} claim
 * @property {string[]} notes checker and date, how wide the listing is, how old the list is
 * @property {string} read
 * @property {string} url of the check
 * @property {string} close
 */

{
  const scope = /** @type {any} */ (globalThis);
  /** @type {import('./links.js').InPage} */
  const shared = (scope.cektautanInPage ??= {});
  const api = /** @type {typeof chrome} */ (scope.browser ?? scope.chrome);

  const NAME = 'cektautan-banner';
  /** How often a page may throw the bar out before it is left out. */
  const STUBBORN = 3;

  // Every pair of colours has a contrast of at least 4.5:1. An important rule of a shadow root is stronger than any of the page.
  const STYLE = `
    :host { all: initial !important; display: block !important; position: fixed !important; inset: 0 0 auto 0 !important;
      z-index: 2147483647 !important; max-height: 70vh !important; overflow: auto !important; }
    section { box-sizing: border-box; padding: 12px 16px; border-bottom: 3px solid #7a4a00; background: #fff8ea; color: #1f1a10;
      font: 15px/1.45 system-ui, sans-serif; box-shadow: 0 2px 10px rgb(0 0 0 / 25%); overflow-wrap: anywhere; }
    div { max-width: 60rem; margin: 0 auto; display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; }
    .says { flex: 1 1 20rem; display: block; } .does { flex: none; display: flex; gap: 10px; margin: 0; max-width: none; }
    p { margin: 0; } p + p { margin-top: 3px; }
    .label { font-weight: 700; color: #7a4a00; } .finding { font-weight: 700; } .note { font-size: 13px; color: #55492f; }
    a, button { box-sizing: border-box; min-height: 44px; padding: 10px 16px; border: 1.5px solid #7a4a00; border-radius: 10px; font: inherit;
      font-weight: 600; line-height: 1.4; cursor: pointer; text-decoration: none; }
    a { background: #7a4a00; color: #fff; } button { background: transparent; color: #5c3800; }
    a:focus-visible, button:focus-visible { outline: 3px solid #1a56c4; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      section { background: #2b2415; color: #f5ead2; border-color: #e0a94a; } .label { color: #f0c06a; } .note { color: #d6c7a3; }
      a { background: #f0c06a; color: #241b08; border-color: #f0c06a; } button { color: #f5d79b; border-color: #e0a94a; }
      a:focus-visible, button:focus-visible { outline-color: #9cc2ff; }
    }`;

  /**
   * @param {string} tag
   * @param {string} name
   * @param {...(Node | string)} children
   */
  function element(tag, name, ...children) {
    const made = document.createElement(tag);
    if (name !== '') made.className = name;
    made.append(...children);
    return made;
  }

  /** @param {BannerWords} words @param {() => void} close */
  function bar({ language, label, finding, claim, notes, read, url, close: closing }, close) {
    const says = element('div', 'says', element('p', 'label', label), element('p', 'finding', finding));
    if (claim !== null) {
      const quote = element('p', 'claim', claim.text);
      quote.lang = claim.language;
      says.append(quote);
    }
    if (notes.length > 0) says.append(element('p', 'note', notes.join(' ')));
    says.setAttribute('role', 'status');
    const link = /** @type {HTMLAnchorElement} */ (element('a', '', read));
    Object.assign(link, { href: url, target: '_blank', rel: 'noreferrer noopener' });
    const button = /** @type {HTMLButtonElement} */ (element('button', '', closing));
    button.type = 'button';
    button.addEventListener('click', close);
    const section = element('section', '', element('div', '', says, element('div', 'does', link, button)));
    section.lang = language;
    section.setAttribute('aria-label', `CekTautan: ${label}`);
    section.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      // What is pressed here is no business of the page.
      event.stopPropagation();
    });
    return section;
  }

  /** @param {BannerWords} words */
  function show(words) {
    shared.banner?.close();
    const host = document.createElement(NAME);
    const root = host.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    root.append(style, bar(words, close));
    // A popover lies above everything of the page, also above what the page puts on top of all.
    host.popover = 'manual';
    let left = STUBBORN;
    const guard = new MutationObserver(() => {
      // A page that has put another root in its place has no root for a moment: the next change tells of the new one.
      if (host.isConnected || document.documentElement === null) return;
      left -= 1;
      if (left < 0) close();
      else put();
    });

    function put() {
      // Before the body, so that Tab reaches it first.
      document.documentElement.insertBefore(host, document.body);
      // It can be taken out by itself, or with the root that it lies in.
      guard.disconnect();
      guard.observe(document.documentElement, { childList: true });
      guard.observe(document, { childList: true });
      try {
        host.showPopover();
      } catch {
        // Then it lies where its position puts it.
      }
    }

    function close() {
      guard.disconnect();
      host.remove();
      if (shared.banner?.close === close) shared.banner = undefined;
    }

    put();
    shared.banner = { close };
  }

  /**
   * @param {{ type?: string, act?: string, words?: BannerWords }} message
   * @param {unknown} _sender
   * @param {(heard: boolean) => void} reply
   */
  function told(message, _sender, reply) {
    if (message?.type !== 'banner') return;
    reply(true);
    if (message.act === 'close') shared.banner?.close();
    else if (message.words !== undefined) {
      const { words } = message;
      if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => show(words), { once: true });
      else show(words);
    }
  }

  // Put in twice, it listens once.
  if (scope.cektautanHears !== undefined) api.runtime.onMessage.removeListener(scope.cektautanHears);
  scope.cektautanHears = told;
  api.runtime.onMessage.addListener(told);
}
