/**
 * One attempt to update the list: configuration, chain of trust, files, one stored transaction.
 *
 * Whatever fails, the last good list stays, and what went wrong is recorded with its time for
 * the popup. Only another server or root key throws stored data away (docs/protocol.md,
 * section 8). A package that carries a seed uses it, through the same checks, until the
 * server has answered for the first time.
 */

import { ListError } from '../core/errors.js';
import { assemble } from './assemble.js';
import { configSource, readConfig } from './config.js';
import { fetchFrom } from './download.js';
import { announceListChange } from './notices.js';
import { fileUrl } from './platform.js';
import { emptyStatus, readList, readPublication, readStatus, wipe, writePublication, writeStatus } from './store.js';
import { followTrust } from './trust.js';

/** @typedef {import('./config.js').Config} Config */
/** @typedef {import('./download.js').FetchFile} FetchFile */
/** @typedef {import('./store.js').Status} Status */
/** @typedef {import('../core/errors.js').ListErrorCode} ListErrorCode */

/**
 * @typedef {object} UpdateResult
 * @property {'updated' | 'unchanged' | 'failed'} outcome
 * @property {ListErrorCode | null} code
 * @property {boolean} hasList
 * @property {number} failures attempts that failed in a row
 */

/** Where a list server keeps its published set, and where a package keeps its seed. */
const LISTS = 'lists';
const SEED = 'seed';

/**
 * @param {FetchFile} fetchFile
 * @param {Config & { rootKey: string }} config
 * @param {Status} status changed in place
 * @param {number} now
 * @returns {Promise<boolean>} whether a new publication was stored
 */
async function take(fetchFile, { server, rootKey }, status, now) {
  const trusted = await followTrust(fetchFile, rootKey, status, now);
  status.checked = now;
  const current = await readList();
  const manifestText = new TextDecoder().decode(trusted.manifestBytes);
  if (current !== null && current.head.manifestText === manifestText) return false;
  const publication = await assemble(fetchFile, trusted, await readPublication(), { source: status.source, server });
  await writePublication(publication, status);
  return true;
}

/**
 * The list that came with the package. It is better than none, and a seed that is too old or
 * does not fit is not worth a word: the server will be asked anyway.
 *
 * @param {Config & { rootKey: string }} config
 * @param {Status} status
 * @param {number} now
 */
async function plantSeed(config, status, now) {
  try {
    await take(fetchFrom(fileUrl(SEED)), config, status, now);
    announceListChange();
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
  }
  status.checked = null;
}

/**
 * @param {Config} config
 * @param {Status} status changed in place
 * @param {number} now
 * @returns {Promise<boolean>}
 */
async function tryServer(config, status, now) {
  const { server, rootKey } = config;
  if (rootKey === null) throw new ListError('unknown_key', 'no root key is known yet');
  const source = configSource(config);
  if (status.source !== source) {
    Object.assign(status, emptyStatus(source));
    await wipe(status);
    announceListChange();
  }
  if (config.seed && (await readList()) === null) await plantSeed({ ...config, rootKey }, status, now);
  return take(fetchFrom(`${server}/${LISTS}`), { ...config, rootKey }, status, now);
}

/**
 * @param {unknown} error
 * @returns {{ code: ListErrorCode, detail: string }}
 */
function describe(error) {
  if (error instanceof ListError) return { code: error.code, detail: error.message };
  // Storage that fails, or a defect of ours: nothing was taken over, and the detail says what it was.
  return { code: 'bad_format', detail: String(error) };
}

/**
 * @param {{ now?: number }} [options] Unix seconds
 * @returns {Promise<UpdateResult>} never rejects because of what a server sent
 */
export async function update({ now = Math.floor(Date.now() / 1000) } = {}) {
  const status = await readStatus();
  /** @type {UpdateResult['outcome']} */
  let outcome = 'failed';
  try {
    outcome = (await tryServer(await readConfig(), status, now)) ? 'updated' : 'unchanged';
    status.error = null;
    status.failures = 0;
  } catch (error) {
    status.error = { ...describe(error), at: now };
    status.failures += 1;
  }
  const list = await readList();
  if (outcome !== 'failed' && list !== null && list.head.manifest.expires <= now) {
    // The server itself serves an expired list: usable, but the reader is told its date.
    status.error = { code: 'manifest_expired', detail: `at ${list.head.manifest.expires}`, at: now };
  }
  await writeStatus(status);
  if (outcome === 'updated') announceListChange();
  return { outcome, code: status.error?.code ?? null, hasList: list !== null, failures: status.failures };
}
