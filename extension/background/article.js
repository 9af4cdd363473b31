/**
 * Whether a listed page was opened from the check of it: who reads the check's article and follows its link to the hoax knows
 * already what the warning would say.
 *
 * For that a tab is remembered while it shows an article that the list itself names, and while it shows the listed page that was
 * opened from there, in this tab or in a new one. No other page is remembered, no address is, all of it lies in this
 * session's memory, and it is gone when the tab goes elsewhere or closes. Where the article cannot be known, the warning
 * comes as always.
 */

import { currentList } from '../list/current.js';
import { forget, recall, remember } from './session.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */

/**
 * @typedef {object} Note
 * @property {number} article which article (list/articles.js)
 * @property {string} key empty while the tab shows the article itself, then the listed key that was opened from it
 */

/** @param {number} tabId */
function noteName(tabId) {
  return `article ${tabId}`;
}

/**
 * @param {number} tabId
 * @returns {Promise<Note | null>}
 */
function noteOf(tabId) {
  return recall(noteName(tabId));
}

/**
 * Whether this note speaks of a check of this finding.
 *
 * @param {Note | null} note
 * @param {Judgement} judgement
 */
async function fits(note, { key, reviews, also }) {
  if (note === null || key === '' || (note.key !== '' && note.key !== key)) return false;
  const list = await currentList();
  const all = [...reviews, ...also.flatMap(({ claim }) => claim?.reviews ?? [])];
  return list !== null && list.articles(all.map(({ url }) => url)).includes(note.article);
}

/**
 * @param {number} tabId
 * @param {Judgement} judgement
 * @returns {Promise<boolean>} whether this finding is opened from one of its own checks
 */
export async function comesFromCheck(tabId, judgement) {
  return fits(await noteOf(tabId), judgement);
}

/**
 * Notes what the tab shows now, or that it shows nothing of this kind any more.
 *
 * @param {number} tabId
 * @param {Judgement} judgement of the page that committed
 */
export async function noteShown(tabId, judgement) {
  const { identity, key } = judgement;
  const article = identity === null ? null : ((await currentList())?.article(identity.key) ?? null);
  if (article !== null) {
    await remember(noteName(tabId), /** @type {Note} */ ({ article, key: '' }));
    return;
  }
  const note = await noteOf(tabId);
  if (note === null) return;
  if (await fits(note, judgement)) await remember(noteName(tabId), /** @type {Note} */ ({ ...note, key }));
  else await forgetShown(tabId);
}

/**
 * A link of one tab opens in another: what is known of the first is true of the second.
 *
 * @param {number} from
 * @param {number} to
 */
export async function passOn(from, to) {
  const note = await noteOf(from);
  if (note?.key === '') await remember(noteName(to), note);
}

/** @param {number} tabId that closed, or shows something else */
export async function forgetShown(tabId) {
  await forget(noteName(tabId));
}
