/**
 * In a page: draws the mark on a listed link, and takes it away again.
 *
 * The mark is an element inside the link, so that it moves, scrolls and is cut off with it, and is read out with it. It
 * has no size of its own: no line of the page is set anew. What it says lies in a closed shadow root: the page can see
 * that a mark is there, and neither read nor restyle it.
 */

/** @typedef {'warning' | 'caution' | 'note'} MarkLook */

/**
 * @typedef {object} Mark
 * @property {HTMLAnchorElement} link
 * @property {string} address what the link leads to
 * @property {MarkLook} look
 * @property {string} words
 *
 * @typedef {object} Marker
 * @property {(marks: Mark[]) => void} putAll
 * @property {(link: HTMLAnchorElement) => void} take
 * @property {(link: HTMLAnchorElement) => boolean} has whether the link holds its mark now
 * @property {(link: HTMLAnchorElement) => string | null} addressOf what the link was marked for, null without a mark
 * @property {() => void} takeAll
 * @property {(root: ParentNode) => void} sweep removes what the page copied from a mark together with a link
 */

{
  const scope = /** @type {any} */ (globalThis);
  /** @type {import('./links.js').InPage} */
  const shared = (scope.cektautanInPage ??= {});

  const NAME = 'cektautan-mark';

  // White on each of the three colours has a contrast of at least 4.5:1. An important rule of a shadow root is stronger than any of the page, also than what a script writes on the element.
  const STYLE = `
    :host { all: initial !important; position: absolute !important; display: inline-block !important;
      width: 0 !important; height: 0 !important; z-index: 1 !important; }
    span { position: absolute; top: -5px; left: 0; box-sizing: border-box; width: 17px; height: 17px; border-radius: 50%;
      border: 1.5px solid #fff; color: #fff; font: 700 12px/14px system-ui, sans-serif; text-align: center;
      cursor: help; user-select: none; forced-color-adjust: none; }
    .warning { background: #a3251b; } .caution { background: #7a4a00; } .note { background: #2a4b8d; }`;

  /** How often a page may throw a link's mark out, of one address and one list, before it is left alone. */
  const STUBBORN = 5;

  /** @type {WeakMap<Element, { host: HTMLElement, address: string }>} from a link to its mark */
  const marks = new WeakMap();
  /** @type {WeakMap<Element, { address: string, count: number }>} how often a link was marked for the address that it has */
  let times = new WeakMap();
  /** @type {Set<WeakRef<Element>>} every link that was marked */
  const marked = new Set();

  /** Whether the mark stands before the link's content: after a block it would stand below it. @param {Element} link */
  function standsFirst(link) {
    const isBlock = (/** @type {Element | null} */ each) =>
      each !== null && !/^(inline|contents|none)/.test(getComputedStyle(each).display);
    return isBlock(link) || isBlock(link.firstElementChild);
  }

  /** @type {Marker['take']} */
  function take(link) {
    marks.get(link)?.host.remove();
    marks.delete(link);
  }

  /** @type {CSSStyleSheet | undefined} */
  let sheet;

  /**
   * One style sheet for all marks where the browser lets a content script have one; Firefox does not, and takes an element.
   *
   * @param {ShadowRoot} root
   */
  function dress(root) {
    try {
      if (sheet === undefined) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
      }
      root.adoptedStyleSheets = [sheet];
    } catch {
      const style = document.createElement('style');
      style.textContent = STYLE;
      root.append(style);
    }
  }

  /** @param {Mark} mark @param {boolean} first */
  function put({ link, address, look, words }, first) {
    const host = document.createElement(NAME);
    const root = host.attachShadow({ mode: 'closed' });
    dress(root);
    const sign = document.createElement('span');
    sign.className = look;
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', words);
    sign.title = words;
    sign.textContent = look === 'note' ? 'i' : '!';
    root.append(sign);
    marks.set(link, { host, address });
    marked.add(new WeakRef(link));
    if (first) link.prepend(host);
    else link.append(host);
  }

  /** @type {Marker['has']} */
  function has(link) {
    return marks.get(link)?.host.parentNode === link;
  }

  /** @param {Mark} mark */
  function timesOf({ link, address }) {
    const before = times.get(link);
    return before?.address === address ? before.count : 0;
  }

  shared.marker = {
    take,
    has,
    addressOf: (link) => marks.get(link)?.address ?? null,
    putAll: (wanted) => {
      const todo = wanted.filter((mark) => !has(mark.link) && timesOf(mark) < STUBBORN);
      // All is read before anything is written: the browser computes the styles once.
      const places = todo.map(({ link }) => standsFirst(link));
      todo.forEach((mark, i) => {
        times.set(mark.link, { address: mark.address, count: timesOf(mark) + 1 });
        take(mark.link);
        put(mark, places[i]);
      });
    },
    takeAll: () => {
      for (const each of marked) {
        const link = /** @type {HTMLAnchorElement | undefined} */ (each.deref());
        if (link !== undefined) take(link);
      }
      marked.clear();
      // These were taken by us, and not thrown out by the page.
      times = new WeakMap();
    },
    sweep: (root) => {
      if (marked.size === 0) return;
      for (const each of root.querySelectorAll(NAME)) {
        const link = each.parentElement;
        if (link === null || marks.get(link)?.host !== each) each.remove();
      }
    },
  };
}
