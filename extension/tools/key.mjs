/**
 * `node extension/tools/key.mjs [URL ...]`: the keys of addresses, by the extension's own code.
 *
 * Decides nothing. It does what `cektautan key` does: addresses as arguments or one a line on standard
 * input, one JSON object a line in order, `{"url","key","kind","expressions"}` or `{"url","error"}`.
 */

import { realpathSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { NotJudgeable } from '../core/address.js';
import { identify } from '../core/identity.js';
import { Rules } from '../core/rules.js';
import { loadRules } from './rules.mjs';

const LF = 10;
const CR = 13;

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

/**
 * The lines of a stream without their ends, which are LF or CR LF and nothing else: what lies between
 * belongs to the address.
 * @param {AsyncIterable<Uint8Array>} stream
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* linesOf(stream) {
  let rest = new Uint8Array(0);
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      yield withoutCr(joined(rest, chunk.subarray(start, end)));
      rest = new Uint8Array(0);
      start = end + 1;
    }
    rest = joined(rest, chunk.subarray(start));
  }
  if (rest.length > 0) yield withoutCr(rest);
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** @param {Uint8Array} line */
function withoutCr(line) {
  return line.at(-1) === CR ? line.subarray(0, -1) : line;
}

/**
 * @param {Uint8Array} line
 * @param {Rules} rules
 */
function answerBytes(line, rules) {
  let url;
  try {
    url = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return { url: new TextDecoder('utf-8', { ignoreBOM: true }).decode(line), error: 'not_utf8' };
  }
  return answer(url, rules);
}

/** @param {string[]} urls */
async function main(urls) {
  // Whoever reads the answers may have seen enough.
  process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const rules = Rules.fromBundle(await loadRules());
  /** @param {object} found */
  const print = (found) => process.stdout.write(`${JSON.stringify(found)}\n`);
  if (urls.length > 0) for (const url of urls) print(answer(url, rules));
  else for await (const line of linesOf(process.stdin)) print(answerBytes(line, rules));
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) await main(process.argv.slice(2));
