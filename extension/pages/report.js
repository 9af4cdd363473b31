/**
 * What a reader can do today who thinks that a listing is wrong.
 *
 * The service has no form for objections yet, and this page says so: it names the checker and those who keep the list, and
 * gives the record's name to quote. Nothing is sent from here, and the link that was opened is in none of the addresses.
 */

import { readConfig } from '../background/config.js';
import { disclosure, element } from './dom.js';
import { recordOf } from './finding.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../judgement/presentation.js').Review} Review */
/** @typedef {import('../i18n/texts.js').Texts} Texts */

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @param {Review} review
 */
export async function reportWords(texts, judgement, review) {
  const { server } = await readConfig();
  const record = recordOf(judgement);
  // The record's own page says how to object at this server; a test has no record.
  const path = judgement.test || record === '' ? '/' : `/c/${encodeURIComponent(record)}?lang=${texts.language}#keberatan`;
  const ways = element(
    'ul',
    {},
    element('li', {}, texts.say('reportChecker', { publisher: review.publisher })),
    element('li', {}, texts.say('reportList', { record })),
  );
  const link = element('a', { href: `${server}${path}`, rel: 'noreferrer' }, texts.say('reportServer'));
  return disclosure(
    texts.say('report'),
    'report',
    element('p', {}, texts.say('reportIntro')),
    ways,
    element('p', {}, link),
    element('p', { class: 'soft' }, texts.say('reportPrivacy')),
  );
}
