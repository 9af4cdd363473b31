/**
 * `node extension/tools/key.mjs [URL ...]`: the keys of addresses, by the extension's own code.
 *
 * Decides nothing. It does what `cektautan key` does: addresses as arguments or one a line on standard
 * input, one JSON object a line in order, `{"url","key","kind","expressions"}` or `{"url","error"}`.
 */

import { realpathSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { NotJudgeable } from '../core/address.js';
import { identify } from '../core/identity.js';
import { Rules } from '../core/rules.js';
import { loadRules } from './rules.mjs';

/**
 * @param {string} url
 * @param {Rules} rules
 */
export function answer(url, rules) {
  try {
    const { key, kind, keys } = identify(url, rules);
    return { url, key, kind, expressions: keys };
  } catch (error) {
    if (error instanceof NotJudgeable) return { url, error: error.reason };
    throw error;
  }
}

/** @param {string[]} urls */
async function main(urls) {
  const rules = Rules.fromBundle(await loadRules());
  const lines = urls.length > 0 ? urls : createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const url of lines) process.stdout.write(`${JSON.stringify(answer(url, rules))}\n`);
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) await main(process.argv.slice(2));
