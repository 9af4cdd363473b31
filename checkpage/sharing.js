/**
 * "Bagikan cek fakta": one sentence and the address of the check, for whoever spread or received the hoax.
 *
 * What is shared is the check's address and never the hoax's, also where a claim names one in its text.
 */

import { headline, inLanguage } from '../extension/judgement/presentation.js';
import { button, element } from '../extension/pages/dom.js';
import { findLinks } from './links.js';

/** @typedef {import('../extension/judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */

const LONGEST_CLAIM = 180;

/** @typedef {{ text: string, url: string }} Shared */

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @returns {Shared | null} null where there is no check to share
 */
export function whatToShare(texts, judgement) {
  const review = headline(judgement);
  if (review === null) return null;
  const values = { publisher: review.publisher, verdict: texts.verdict(review) };
  const claim = (inLanguage(judgement.claim?.text, texts.language)?.text ?? '').trim().replace(/[.\s]+$/, '');
  if (claim === '' || findLinks(claim).length > 0) return { text: texts.say('shareBare', values), url: review.url };
  const short = claim.length > LONGEST_CLAIM ? `${claim.slice(0, LONGEST_CLAIM).trimEnd()}…` : claim;
  return { text: texts.say('shareText', { ...values, claim: short }), url: review.url };
}

/**
 * Shares by the device's own sheet; where it has none, copies.
 *
 * @param {Shared} what
 * @returns {Promise<'shared' | 'copied' | 'failed'>}
 */
export async function share({ text, url }) {
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share({ text, url });
      return 'shared';
    } catch (error) {
      // The reader closed the sheet, which is an answer too.
      if (error instanceof DOMException && error.name === 'AbortError') return 'shared';
    }
  }
  try {
    await navigator.clipboard.writeText(`${text} ${url}`);
    return 'copied';
  } catch {
    return 'failed';
  }
}

/**
 * The button and the line that says what came of it.
 *
 * @param {Texts} texts
 * @param {Shared} what
 * @returns {{ press: HTMLElement, news: HTMLElement }}
 */
export function shareButton(texts, what) {
  const news = element('p', { class: 'news', role: 'status' });
  const press = button(texts.say('share'), () => {
    news.replaceChildren();
    void share(what).then((outcome) => {
      if (outcome === 'copied') news.append(texts.say('shareCopied'));
      // By hand, then: the words stand there to be chosen.
      if (outcome === 'failed') news.append(texts.say('shareFailed'), ' ', element('q', {}, `${what.text} ${what.url}`));
    });
  }, { class: 'quiet share-check' });
  return { press, news };
}
