/**
 * Fetches a page of the desk as a document.
 *
 * XMLHttpRequest hands over the parsed document itself, so that no string ever becomes markup and the policy of the pages
 * needs no trusted type at all (Trusted Types, section 2.2); scripts of such a document never run.
 */

/**
 * @typedef {object} Fetched
 * @property {number} status
 * @property {string} url after redirects
 * @property {Document | null} page null where the answer was no page
 */

/**
 * @param {string} method
 * @param {string} url
 * @param {FormData | URLSearchParams | null} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<Fetched>} rejected where there was no answer
 */
export function fetchPage(method, url, body, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = 'document';
    request.setRequestHeader('Accept', 'text/html');
    request.timeout = 30_000;
    request.onload = () => resolve({ status: request.status, url: request.responseURL, page: request.responseXML });
    request.onerror = request.ontimeout = () => reject(new Error('no answer'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/**
 * Puts the main part of a fetched page in the place of this one's.
 *
 * @param {Document} page
 * @param {string} url that the address bar shows from then on
 * @returns {boolean} false where the page is none of the desk's
 */
export function exchange(page, url) {
  const [now, next] = [document.getElementById('main'), page.getElementById('main')];
  if (!now || !next || !page.body.hasAttribute('data-account')) return false;
  if (page.body.dataset.account !== document.body.dataset.account) return false;
  document.title = page.title;
  now.replaceWith(document.adoptNode(next));
  for (const selector of ['header.top', 'footer']) {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  if (url !== location.href) history.pushState(null, '', url);
  return true;
}
