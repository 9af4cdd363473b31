/**
 * One attempt to update the list: chain of trust, files, one stored transaction.
 *
 * Whatever fails, the last good list stays, and what went wrong is recorded with its time for
 * the popup. Only another server or root key throws stored data away (docs/protocol.md,
 * section 8). A package that carries a seed uses it, through the same checks, until the
 * server has answered for the first time.
 */

import { ListError } from '../core/errors.js';
import { assemble } from './assemble.js';
import { fetchFrom } from './download.js';
import { announceListChange } from './notices.js';
import { emptyStatus, readList, readPublication, readStatus, wipe, writePublication, writeStatus } from './store.js';
import { followTrust } from './trust.js';

/** @typedef {import('./download.js').FetchFile} FetchFile */
/** @typedef {import('./store.js').Status} Status */
/** @typedef {import('../core/errors.js').ListErrorCode} ListErrorCode */

/**
 * Where a list comes from, and what has to have signed it.
 *
 * @typedef {object} Source
 * @property {string} server an origin, or an origin and a folder, without a slash at the end
 * @property {string | null} rootKey the pinned minisign public key; without one nothing is accepted
 * @property {string | null} seed the address of a first list that came with the program, or null
 */

/**
 * @typedef {object} UpdateResult
 * @property {'updated' | 'unchanged' | 'failed'} outcome
 * @property {ListErrorCode | null} code
 * @property {boolean} hasList
 * @property {number} failures attempts that failed in a row
 */

/** Where a list server keeps its published set. */
const LISTS = 'lists';

/**
 * What the stored list belongs to: another server or root key makes it worthless.
 *
 * @param {Pick<Source, 'server' | 'rootKey'>} source
 */
export function sourceName({ server, rootKey }) {
  return `${server} ${rootKey ?? ''}`;
}

/**
 * @param {FetchFile} fetchFile
 * @param {Source & { rootKey: string }} from
 * @param {Status} status changed in place
 * @param {number} now
 * @returns {Promise<boolean>} whether a new publication was stored
 */
async function take(fetchFile, { server, rootKey }, status, now) {
  const current = await readList();
  const trusted = await followTrust(fetchFile, rootKey, status, now, current?.head ?? null);
  status.checked = now;
  const manifestText = new TextDecoder().decode(trusted.manifestBytes);
  if (current !== null && current.head.manifestText === manifestText) return false;
  const publication = await assemble(fetchFile, trusted, await readPublication(), { source: status.source, server });
  return writePublication(publication, status);
}

/**
 * The list that came with the package. It is better than none, and a seed that is too old or
 * does not fit is not worth a word: the server will be asked anyway.
 *
 * @param {Source & { rootKey: string }} from
 * @param {Status} status
 * @param {number} now
 */
async function plantSeed(from, status, now) {
  if (from.seed === null) return;
  try {
    await take(fetchFrom(from.seed), from, status, now);
    announceListChange();
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
  }
  status.checked = null;
}

/**
 * @param {Source} from
 * @param {Status} status changed in place
 * @param {number} now
 * @returns {Promise<boolean>}
 */
async function tryServer(from, status, now) {
  const { server, rootKey } = from;
  if (rootKey === null) throw new ListError('unknown_key', 'no root key is known yet');
  const source = sourceName(from);
  if (status.source !== source) {
    Object.assign(status, emptyStatus(source));
    await wipe(status);
    announceListChange();
  }
  if ((await readList()) === null) await plantSeed({ ...from, rootKey }, status, now);
  return take(fetchFrom(`${server}/${LISTS}`), { ...from, rootKey }, status, now);
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
 * @param {Source} from
 * @param {number} [now] Unix seconds
 * @returns {Promise<UpdateResult>} never rejects because of what a server sent
 */
export async function update(from, now = Math.floor(Date.now() / 1000)) {
  const status = await readStatus();
  /** @type {UpdateResult['outcome']} */
  let outcome = 'failed';
  try {
    outcome = (await tryServer(from, status, now)) ? 'updated' : 'unchanged';
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
