/**
 * In a page: watches for links, asks the extension which of them are listed, and marks those.
 *
 * The links are judged in the background, by the same function as a navigation, and only the listed ones come back. So
 * the page's own thread does little more than read attributes, no list lies in the page's process, and nothing of the
 * extension can be reached from the page. Works in short slices of the browser's idle time. Must never ask anybody else.
 */

{
  const scope = /** @type {any} */ (globalThis);
  /** @type {import('./links.js').InPage} */
  const shared = (scope.cektautanInPage ??= {});
  const api = /** @type {typeof chrome} */ (scope.browser ?? scope.chrome);
  const { links, marker } = shared;

  /**
   * @typedef {object} Entry what is known of one address
   * @property {string} address
   * @property {{ look: import('./mark.js').MarkLook, words: string } | null | undefined} finding null is not listed, undefined is
   *   not known yet
   * @property {HTMLAnchorElement[]} links that wait for the answer
   */

  /** How long a slice of work may take, in milliseconds, however long the browser says it is idle. */
  const SLICE_MS = 6;
  /** A busy page is not waited for longer than this. */
  const PATIENCE_MS = 700;
  const BATCH = 500;
  /** Answers that come within this time are drawn together, so that the page is laid out once for all of them. */
  const GATHER_MS = 60;
  /** How many addresses are remembered; the oldest are forgotten first and simply asked again. */
  const REMEMBERED = 5000;
  /** Elements of one name of which so many have no shadow root are taken to have none: to look costs more than a link. */
  const BARE = 8;
  /** Those few are looked at again, because a page may fill them later. */
  const DOUBT_MS = 1500;
  const DOUBTS = 3;

  /** Who waits for an address that is known. @type {HTMLAnchorElement[]} */
  const NOBODY = [];

  /** @type {Map<string, Entry>} */
  const known = new Map();
  /** @type {Entry[]} not asked about yet */
  let fresh = [];
  /** @type {Map<HTMLAnchorElement, Entry>} listed links that are not marked yet */
  const found = new Map();
  /** @type {Set<HTMLAnchorElement>} those of them that are in view, or nearly */
  const near = new Set();
  /** @type {Set<ParentNode>} parts of the page that were not looked at yet */
  const parts = new Set();
  /** @type {HTMLAnchorElement[]} */
  let queue = [];
  /** @type {WeakSet<Node>} */
  let watched = new WeakSet();
  /** @type {Map<string, number>} how many elements of a name have no shadow root */
  const bare = new Map();
  /** @type {Map<Element, number>} elements without a shadow root, and how often they were looked at */
  const doubtful = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let doubting;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let drawing;
  let scheduled = false;
  let stopped = false;

  const observer = new MutationObserver(happened);
  /** A mark is drawn a screen before it can be seen: what nobody scrolls to costs no layout. */
  const eyes = new IntersectionObserver(approached, { rootMargin: '100%' });

  /** @param {Document | ShadowRoot} root */
  function watch(root) {
    if (watched.has(root)) return;
    watched.add(root);
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['href'] });
    parts.add(root);
  }

  /** @param {MutationRecord[]} records */
  function happened(records) {
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (type === 'attributes') {
        if (target instanceof HTMLAnchorElement) queue.push(target);
        continue;
      }
      for (const node of addedNodes) {
        if (node instanceof HTMLElement && node.localName !== 'cektautan-mark') parts.add(node);
      }
      for (const node of removedNodes) {
        // The page has set the content of a marked link anew.
        if (node.nodeName === 'CEKTAUTAN-MARK' && target instanceof HTMLAnchorElement) queue.push(target);
      }
    }
    schedule();
  }

  function schedule() {
    if (scheduled || stopped || (parts.size === 0 && queue.length === 0)) return;
    scheduled = true;
    requestIdleCallback(slice, { timeout: PATIENCE_MS });
  }

  /** @param {IdleDeadline} deadline */
  function slice(deadline) {
    scheduled = false;
    if (stopped) return;
    const end = performance.now() + Math.max(2, Math.min(SLICE_MS, deadline.timeRemaining()));
    let done = 0;
    while (queue.length > 0 || collect()) {
      const link = /** @type {HTMLAnchorElement} */ (queue.pop());
      consider(link);
      done += 1;
      if (done % 16 === 0 && performance.now() > end) break;
    }
    if (queue.length === 0 && parts.size === 0) ask();
    schedule();
  }

  /** @param {Element} host @param {string} name */
  function enter(host, name) {
    const misses = bare.get(name) ?? 0;
    if (misses >= BARE) return;
    const root = links.shadowOf(host);
    if (root !== null) {
      bare.set(name, -Infinity);
      watch(root);
      return;
    }
    bare.set(name, misses + 1);
    doubtful.set(host, 0);
    doubting ??= setTimeout(lookAgain, DOUBT_MS);
  }

  /** Elements are often filled after they were put into the page. */
  function lookAgain() {
    doubting = undefined;
    for (const [host, times] of doubtful) {
      const root = links.shadowOf(host);
      if (root !== null) {
        bare.set(host.localName, -Infinity);
        parts.add(document);
        watch(root);
      }
      if (root !== null || times + 1 === DOUBTS || !host.isConnected) doubtful.delete(host);
      else doubtful.set(host, times + 1);
    }
    if (doubtful.size > 0 && !stopped) doubting = setTimeout(lookAgain, DOUBT_MS);
    schedule();
  }

  /** Takes the links of the parts that wait. @returns {boolean} whether there are any */
  function collect() {
    for (const part of parts) {
      parts.delete(part);
      if (!part.isConnected) continue;
      marker.sweep(part);
      links.eachHost(part, enter);
      queue = links.linksIn(part).reverse();
      if (queue.length > 0) return true;
    }
    return false;
  }

  /** @param {HTMLAnchorElement} link */
  function consider(link) {
    const address = links.addressOf(link);
    if (marker.addressOf(link) !== address) marker.take(link);
    if (address === null) return;
    const entry = known.get(address);
    if (entry === undefined) {
      const first = { address, finding: undefined, links: [link] };
      remember(first);
      if (fresh.push(first) === BATCH) ask();
    } else if (entry.finding === undefined) entry.links.push(link);
    else if (entry.finding !== null) draw(link, entry);
  }

  /** @param {Entry} entry */
  function remember(entry) {
    known.set(entry.address, entry);
    if (known.size > REMEMBERED) known.delete(/** @type {string} */ (known.keys().next().value));
  }

  function ask() {
    if (fresh.length > 0) void answer(fresh);
    fresh = [];
  }

  /** @param {Entry[]} batch */
  async function answer(batch) {
    /** @type {{ listed: [number, import('./mark.js').MarkLook, string][] } | null} */
    let reply = null;
    try {
      reply = await api.runtime.sendMessage({ type: 'links', links: batch.map(({ address }) => address) });
    } catch {
      // The extension was turned off, removed or renewed, and this is what is left of it.
      if (api.runtime?.id === undefined) stop();
    }
    if (stopped) return;
    for (const entry of batch) {
      entry.finding = null;
      // Without an answer nothing is known, and the next such link asks again.
      if (reply === null) known.delete(entry.address);
    }
    for (const [i, look, words] of reply?.listed ?? []) {
      const entry = batch[i];
      entry.finding = { look, words };
      for (const link of entry.links) draw(link, entry);
    }
    for (const entry of batch) entry.links = NOBODY;
  }

  /** @param {HTMLAnchorElement} link @param {Entry} entry */
  function draw(link, entry) {
    if (marker.has(link)) return;
    found.set(link, entry);
    eyes.observe(link);
  }

  /** @param {IntersectionObserverEntry[]} seen */
  function approached(seen) {
    for (const { target, isIntersecting } of seen) {
      const link = /** @type {HTMLAnchorElement} */ (target);
      if (!isIntersecting) near.delete(link);
      else near.add(link);
    }
    if (near.size > 0) drawing ??= setTimeout(drawAll, GATHER_MS);
  }

  function drawAll() {
    drawing = undefined;
    /** @type {import('./mark.js').Mark[]} */
    const marks = [];
    for (const link of near) {
      const { address, finding } = found.get(link) ?? {};
      // The page may have changed the link while its address was judged.
      if (finding && address !== undefined && links.addressOf(link) === address) marks.push({ link, address, ...finding });
      found.delete(link);
      eyes.unobserve(link);
    }
    near.clear();
    marker.putAll(marks);
  }

  /** Forgets the links that were to be marked. */
  function forget() {
    eyes.disconnect();
    found.clear();
    near.clear();
  }

  /** Another list or language: what is known is forgotten, and everything is looked at again. */
  function anew() {
    known.clear();
    forget();
    fresh = [];
    marker.takeAll();
    observer.disconnect();
    watched = new WeakSet();
    watch(document);
    schedule();
  }

  /** @param {{ type?: string, act?: string }} message */
  function told(message) {
    if (message?.type !== 'marks') return;
    if (message.act === 'stop') stop();
    else if (message.act === 'anew') anew();
  }

  function stop() {
    stopped = true;
    clearTimeout(doubting);
    clearTimeout(drawing);
    forget();
    observer.disconnect();
    marker.takeAll();
    try {
      api.runtime.onMessage.removeListener(told);
    } catch {
      // An extension that was renewed takes its listeners with it.
    }
    if (shared.marks?.stop === stop) shared.marks = undefined;
  }

  // The extension was renewed while the page stayed open: the newest one goes on.
  shared.marks?.stop();
  shared.marks = { stop };
  api.runtime.onMessage.addListener(told);
  watch(document);
  schedule();
}
