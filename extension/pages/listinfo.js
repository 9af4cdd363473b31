/**
 * What there is to know about the list itself: its number and date, whether it is past its expiry, what went wrong last.
 */

import { currentList, updateStatus } from '../list/current.js';
import { readConfig } from '../background/config.js';
import { formatMoment } from '../i18n/dates.js';

/** @typedef {import('../i18n/texts.js').Texts} Texts */

/**
 * The sentence for what an update failed with.
 *
 * @param {Texts} texts
 * @param {string} code
 * @param {boolean} hasKey whether a root key is known to check a list against
 */
export function problemWords(texts, code, hasKey) {
  return texts.say(code === 'unknown_key' && !hasKey ? 'list_no_key' : `list_${code}`);
}

/**
 * @param {Texts} texts
 * @param {number} [now] Unix seconds
 * @returns {Promise<{ line: string, stale: string, problem: string }>} empty texts where there is nothing to say
 */
export async function listWords(texts, now = Math.floor(Date.now() / 1000)) {
  const [list, { error }, { rootKey }] = await Promise.all([currentList(), updateStatus(), readConfig()]);
  const line =
    list === null
      ? texts.say('listNone')
      : texts.say('listLine', { seq: list.seq, ...formatMoment(list.created, texts.language) });
  const stale = list !== null && list.staleness(now) !== 'fresh' ? texts.say('listStale') : '';
  // That the server's own list is past its expiry is already said by `stale`.
  const silent = error === null || (error.code === 'manifest_expired' && stale !== '');
  if (silent) return { line, stale, problem: '' };
  const problem = problemWords(texts, error.code, rootKey !== null);
  return { line, stale, problem: list === null ? problem : `${problem} ${texts.say('listKept')}` };
}
