/**
 * Short links: the one address that is ever sent, and only when the reader presses the button that says so.
 *
 * The service asks the short link's host, keeps nothing, and answers with where it leads (`POST /v1/resolve`); that address is
 * judged here, on the device. Whatever fails is said in words, and the answer stays "not recognised".
 */

import { button, element } from '../extension/pages/dom.js';

/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */

const TIMEOUT_MS = 20_000;

/** What to say where the service could not find it out, by its `reason`; any other is `resolveFailed`. */
const REASONS = /** @type {Record<string, string>} */ ({
  no_redirect: 'resolveClosed',
  gone: 'resolveGone',
  not_a_short_link: 'resolveUnknown',
  unreachable: 'resolveSilent',
  too_slow: 'resolveSilent',
});

/** The same by its status, where that says it all. */
const STATUSES = /** @type {Record<number, string>} */ ({ 404: 'resolveOff', 429: 'resolveLimited', 503: 'resolveBusy' });

/**
 * @param {Response} response
 * @returns {Promise<string>} the name of what to say
 */
async function problemOf(response) {
  if (response.status in STATUSES) return STATUSES[response.status];
  const { reason } = await response.json().catch(() => ({}));
  return REASONS[reason] ?? 'resolveFailed';
}

/**
 * @param {string} link
 * @returns {Promise<{ url: string } | { problem: string }>} the address that it leads to, or the name of what to say
 */
export async function resolve(link) {
  try {
    const response = await fetch('/v1/resolve', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ url: link }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return { problem: await problemOf(response) };
    const { url } = await response.json();
    return typeof url === 'string' ? { url } : { problem: 'resolveFailed' };
  } catch {
    return { problem: navigator.onLine ? 'resolveUnreachable' : 'resolveOffline' };
  }
}

/**
 * @param {Texts} texts
 * @param {string} link
 * @param {(url: string) => void} found
 */
export function resolvePart(texts, link, found) {
  const news = element('p', { class: 'news', role: 'status' });
  const press = button(texts.say('resolve'), () => {
    if (press.getAttribute('aria-disabled') === 'true') return;
    if (!navigator.onLine) {
      news.textContent = texts.say('resolveOffline');
      return;
    }
    press.setAttribute('aria-disabled', 'true');
    news.textContent = texts.say('resolving');
    void resolve(link).then((answer) => {
      press.removeAttribute('aria-disabled');
      if ('url' in answer) found(answer.url);
      else news.textContent = texts.say(answer.problem);
    });
  }, { class: 'quiet resolve' });
  const hint = element('p', { class: 'hint' }, texts.say(navigator.onLine ? 'resolveHint' : 'resolveOffline'));
  return element('div', { class: 'resolving' }, press, hint, news);
}
