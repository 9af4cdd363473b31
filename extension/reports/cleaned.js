/**
 * The address that a report of this one would show and send, by the rules of the list that is here.
 */

import { NotJudgeable } from '../core/address.js';
import { reported } from '../core/reported.js';
import { currentList } from '../list/current.js';

/**
 * @param {string} url
 * @returns {Promise<{ url: string } | { reason: string }>} why it cannot be reported, where it cannot
 */
export async function cleaned(url) {
  const list = await currentList();
  if (list === null) return { reason: 'no_list' };
  try {
    return { url: reported(url, list.rules).url };
  } catch (error) {
    if (error instanceof NotJudgeable) return { reason: error.reason };
    throw error;
  }
}
