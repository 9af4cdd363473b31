/**
 * In a page: finds its links, also inside shadow roots, and says which address each one leads to.
 *
 * A content script: not a module, because a content script cannot import one. It shares one object with the other files
 * of this folder, in the extension's own world, which no script of the page can see. It only reads, and nothing of the
 * layout, so that the browser never has to compute one for it.
 */

/**
 * @typedef {object} Links
 * @property {(root: ParentNode, meet: (host: Element, name: string) => void) => void} eachHost meets what may have a shadow root
 * @property {(host: Element) => ShadowRoot | null} shadowOf open or closed, null where the element has none
 * @property {(root: ParentNode) => HTMLAnchorElement[]} linksIn
 * @property {(link: HTMLAnchorElement) => string | null} addressOf null where there is nothing to judge
 */

/**
 * @typedef {object} InPage what the files of this folder share
 * @property {Links} links
 * @property {import('./mark.js').Marker} marker
 * @property {{ stop: () => void } | undefined} marks the running feature
 * @property {{ close: () => void } | undefined} banner the banner that is shown
 */

{
  const scope = /** @type {any} */ (globalThis);
  /** @type {InPage} */
  const shared = (scope.cektautanInPage ??= {});
  const api = scope.browser ?? scope.chrome;

  /**
   * Everything that is no common element of HTML or SVG: in practice only elements of a page's own kind have shadow roots, and
   * the browser finds them many times faster than a script could look at every element. The most frequent names come first.
   */
  const CUSTOM = `:not(${[
    'div,span,a,p,img,li,ul,svg,path,button,article,section,i,b,em,strong,br,h1,h2,h3,h4,h5,h6,input,label,script,style',
    'link,meta,html,head,body,title,main,nav,header,footer,aside,ol,dl,dt,dd,hr,figure,figcaption,picture,source,video',
    'audio,time,table,thead,tbody,tfoot,tr,td,th,caption,colgroup,col,form,fieldset,legend,select,option,optgroup',
    'textarea,details,summary,dialog,template,slot,canvas,iframe,noscript,pre,code,blockquote,q,cite,small,sub,sup,u,s',
    'abbr,address,mark,kbd,samp,var,del,ins,wbr,bdi,bdo,ruby,rt,rp,map,area,object,embed,param,track,data,datalist',
    'output,progress,meter,menu,search,hgroup,base,center,font,g,use,circle,rect,defs,line,cektautan-mark,cektautan-banner',
  ].join(',')})`;

  /** @type {Links['eachHost']} */
  function eachHost(root, meet) {
    const found = root.querySelectorAll(CUSTOM);
    if (root instanceof Element && root.localName.includes('-')) meet(root, root.localName);
    for (let i = 0; i < found.length; i += 1) {
      const name = found[i].localName;
      if (name.includes('-')) meet(found[i], name);
    }
  }

  /** @type {Links['shadowOf']} */
  function shadowOf(host) {
    try {
      // Chromium gives content scripts a function, Firefox a property of the element.
      return api.dom?.openOrClosedShadowRoot?.(host) ?? /** @type {any} */ (host).openOrClosedShadowRoot ?? host.shadowRoot;
    } catch {
      return host.shadowRoot;
    }
  }

  /**
   * X writes t.co into its links and the whole address into their text, its scheme unseen and a last "…" apart. Only there,
   * and only where the text is a whole address, is the text what the link is judged by: elsewhere anybody could write one.
   *
   * @param {HTMLAnchorElement} link
   */
  function writtenAddress(link) {
    const text = link.textContent ?? '';
    const end = link.lastElementChild;
    // Behind it may stand our own mark, which has no text.
    const last = end?.localName === 'cektautan-mark' ? end.previousElementSibling : end;
    const isCut = text.endsWith('…') && last?.textContent === '…' && last.getAttribute('aria-hidden') === 'true';
    const address = isCut ? text.slice(0, -1) : text;
    return /^https?:\/\/[^\s…]+$/.test(address) ? address : null;
  }

  const composesLinks = /^(?:mobile\.)?(?:x|twitter)\.com$/.test(location.hostname);

  shared.links = {
    eachHost,
    shadowOf,
    linksIn: (root) => {
      const found = /** @type {HTMLAnchorElement[]} */ ([...root.querySelectorAll('a[href]')]);
      return root instanceof HTMLAnchorElement && root.hasAttribute('href') ? [root, ...found] : found;
    },
    addressOf: (link) => {
      // The attribute is read first because it costs less than an address that the browser has to put together.
      const written = link.getAttribute?.('href') ?? '';
      if (written.startsWith('#')) return null;
      if (composesLinks && written.startsWith('https://t.co/')) return writtenAddress(link);
      const address = written.startsWith('https://') || written.startsWith('http://') ? written : link.href;
      return typeof address === 'string' && /^https?:/i.test(address) ? address : null;
    },
  };
}
