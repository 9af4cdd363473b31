/**
 * What a reader can do who thinks that a listing is wrong: write to the checker, read the record, or object to it here.
 *
 * Nothing is sent by opening this; the form says itself what it would send. A test page has no record and takes no objection.
 */

import { readConfig } from '../background/config.js';
import { disclosure, element } from './dom.js';
import { recordOf } from './finding.js';
import { extensionPlace } from './reporting.js';
import { reportOffer } from './reports/offer.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../judgement/presentation.js').Review} Review */
/** @typedef {import('../i18n/texts.js').Texts} Texts */

/**
 * @param {Texts} texts
 * @param {string} target
 * @param {Judgement} judgement
 * @param {Review} review
 */
export async function reportWords(texts, target, judgement, review) {
  const { server } = await readConfig();
  const record = recordOf(judgement);
  const path = judgement.test || record === '' ? '/' : `/c/${encodeURIComponent(record)}?lang=${texts.language}`;
  const link = element('a', { href: `${server}${path}`, rel: 'noreferrer' }, texts.say('reportServer'));
  return disclosure(
    texts.say('report'),
    'report',
    element('p', {}, texts.say('reportChecker', { publisher: review.publisher })),
    element('p', {}, link),
    judgement.test ? element('p', {}, texts.say('reportTest')) : element('p', {}, texts.say('reportList')),
    reportOffer(texts, target, judgement, async () => extensionPlace),
  );
}
