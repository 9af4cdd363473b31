/**
 * Which server and which root key this extension follows.
 *
 * The first that is set wins: the reader's own choice on the options page (storage.local),
 * `config.json` beside the extension's manifest (written by `make run`, or packed by
 * `make package`), else the service on this computer and no key. config.json is read again at
 * each attempt, so it does not matter whether the service or the extension starts first.
 *
 * The address must be https, or http on this computer only: anything else is refused here,
 * before it is stored.
 */

import { parsePublicKey } from '../core/minisign.js';
import { api, fileUrl } from './platform.js';

/**
 * @typedef {object} Config
 * @property {string} server an origin, or an origin and a folder, without a slash at the end
 * @property {string | null} rootKey the pinned minisign public key; without one nothing is accepted
 * @property {boolean} seed whether the package carries a first list under seed/
 * @property {'options' | 'package' | 'default'} origin where these values come from
 */

export const DEFAULT_SERVER = 'http://127.0.0.1:8000';
const STORAGE_KEY = 'config';
/** Where a package keeps its first list. */
const SEED = 'seed';
const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost']);

/**
 * @param {unknown} text what a person typed
 * @returns {string | null} the address in its one spelling, null where it cannot be used
 */
export function parseServer(text) {
  if (typeof text !== 'string') return null;
  /** @type {URL} */
  let url;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname));
  if (!allowed || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * @param {unknown} text
 * @returns {string | null} the base64 line of a minisign public key, null where it is none
 */
export function parseRootKey(text) {
  if (typeof text !== 'string') return null;
  try {
    parsePublicKey(text);
  } catch {
    return null;
  }
  return /** @type {string} */ (text.trim().split(/\r?\n/).at(-1)).trim();
}

/** @returns {Promise<Record<string, unknown>>} */
async function packagedConfig() {
  try {
    const response = await fetch(fileUrl('config.json'), { cache: 'no-store' });
    return /** @type {Record<string, unknown>} */ (await response.json());
  } catch {
    // The file is absent until `make run` has written it; that is not an error.
    return {};
  }
}

/** @returns {Promise<Config>} */
export async function readConfig() {
  const stored = /** @type {Record<string, any>} */ (await api.storage.local.get(STORAGE_KEY))[STORAGE_KEY];
  const packaged = await packagedConfig();
  const packagedServer = parseServer(packaged.server);
  if (stored) {
    return {
      server: parseServer(stored.server) ?? DEFAULT_SERVER,
      rootKey: parseRootKey(stored.rootKey),
      seed: false,
      origin: 'options',
    };
  }
  return {
    server: packagedServer ?? DEFAULT_SERVER,
    rootKey: parseRootKey(packaged.rootKey),
    seed: packaged.seed === true,
    origin: packagedServer === null ? 'default' : 'package',
  };
}

/**
 * Remembers the reader's own server and key; null goes back to the packaged ones. The
 * background notices the change, wipes what the old server sent and asks the new one.
 *
 * @param {{ server: string, rootKey: string } | null} choice
 * @returns {Promise<'server' | 'rootKey' | null>} the field that is wrong, null when it was stored
 */
export async function saveConfig(choice) {
  if (choice === null) {
    await api.storage.local.remove(STORAGE_KEY);
    return null;
  }
  const server = parseServer(choice.server);
  const rootKey = parseRootKey(choice.rootKey);
  if (server === null) return 'server';
  if (rootKey === null) return 'rootKey';
  await api.storage.local.set({ [STORAGE_KEY]: { server, rootKey } });
  return null;
}

/** @param {() => void} listener called when the reader chose another server or key */
export function onConfigChange(listener) {
  api.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && STORAGE_KEY in changes) listener();
  });
}

/**
 * Where this extension's list comes from, as an update wants it.
 *
 * @returns {Promise<import('../list/update.js').Source>}
 */
export async function listSource() {
  const { server, rootKey, seed } = await readConfig();
  return { server, rootKey, seed: seed ? fileUrl(SEED) : null };
}
