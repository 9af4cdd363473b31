/**
 * The page of the parity runs: the extension's core over every address, inside the browser.
 *
 * It answers one text an address, which test_parity.py compares with what Python says.
 */

import { NotJudgeable } from '../../../extension/core/address.js';
import { identify } from '../../../extension/core/identity.js';
import { Rules } from '../../../extension/core/rules.js';

/**
 * @param {string} text
 * @param {string | null} base
 * @param {Rules} rules
 */
function answer(text, base, rules) {
  let url = text;
  if (base !== null) {
    try {
      url = new URL(text, base).href;
    } catch {
      return '!not_parseable';
    }
  }
  try {
    const identity = identify(url, rules);
    return [identity.surface, identity.comment ? 'comment' : '', identity.url, ...identity.keys].join('\n');
  } catch (error) {
    if (error instanceof NotJudgeable) return `!${error.reason}`;
    throw error;
  }
}

/** @returns {Promise<{answers: string[], milliseconds: number}>} */
export async function run() {
  const [bundle, cases] = await Promise.all(['/rules.json', '/cases.json'].map(async (path) => (await fetch(path)).json()));
  const rules = Rules.fromBundle(bundle);
  const start = performance.now();
  const answers = cases.map((/** @type {[string, string | null]} */ [text, base]) => answer(text, base, rules));
  return { answers, milliseconds: performance.now() - start };
}
