/**
 * The verified list on disk: IndexedDB, written in one transaction, so an update is whole or
 * did not happen, whenever the browser kills the worker.
 *
 * Two object stores. `list` holds one publication in parts, so that a cold worker reads only
 * what a decision needs (`head`, `index` and `articles`: ready typed arrays, nothing to
 * decode). `status` holds what happened at the last attempt and the floors that keep a server
 * from going back; it survives every failure. This module must never write bytes that were not
 * verified, which is its caller's promise: only update.js writes.
 */

/** @typedef {import('../core/manifest.js').Manifest} Manifest */
/** @typedef {import('../core/index.js').PrefixIndex} PrefixIndex */
/** @typedef {import('../core/errors.js').ListErrorCode} ListErrorCode */

/**
 * @typedef {object} Head what a decision needs to know of the publication
 * @property {string} source the server and root key that it came from
 * @property {string} server where more of it can be fetched
 * @property {Manifest} manifest
 * @property {string} manifestText the signed bytes, as text
 * @property {string} [signatureText] the manifest's signature file; absent where an older version stored it
 * @property {string} keysText keys.json as signed
 * @property {number} keysVersion
 * @property {Record<string, unknown>} rules the rules bundle
 */

/**
 * @typedef {object} Publication a whole verified publication
 * @property {Head} head
 * @property {PrefixIndex} index
 * @property {Float64Array<ArrayBuffer>} articles the checkers' articles in these records (articles.js)
 * @property {Map<number, Record<string, any>>} buckets records by bucket number
 */

/**
 * @typedef {object} Status
 * @property {string} source
 * @property {number} keysVersion the highest version of keys.json accepted from this source
 * @property {number} floor the lowest seq that is accepted
 * @property {number | null} checked Unix seconds of the last attempt that reached a verified manifest
 * @property {{ code: ListErrorCode, at: number, detail: string } | null} error what went wrong at the last attempt
 * @property {number} failures attempts that failed in a row
 */

const DATABASE = 'cektautan';
/** Raise it whenever a stored shape changes: what an older version stored is then fetched anew. */
const LAYOUT = 2;

/** @returns {Status} */
export function emptyStatus(source = '') {
  return { source, keysVersion: 0, floor: 0, checked: null, error: null, failures: 0 };
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function committed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
  });
}

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function database() {
  if (opened === null) {
    const request = indexedDB.open(DATABASE, LAYOUT);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const name of [...db.objectStoreNames]) db.deleteObjectStore(name);
      db.createObjectStore('list');
      db.createObjectStore('status');
    };
    opened = answered(request);
    opened.then(
      (db) => {
        db.onclose = () => {
          opened = null;
        };
        // A newer version of the extension wants to change the layout: let it.
        db.onversionchange = () => {
          db.close();
          opened = null;
        };
      },
      () => {
        opened = null;
      },
    );
  }
  return opened;
}

/** @returns {Promise<Omit<Publication, 'buckets'> | null>} what a decision needs, in one transaction */
export async function readList() {
  const list = (await database()).transaction('list').objectStore('list');
  const names = ['head', 'index', 'articles'];
  const [head, index, articles] = await Promise.all(names.map((name) => answered(list.get(name))));
  return head && index && articles ? { head, index, articles } : null;
}

/** @returns {Promise<Publication | null>} everything, for the next update to build on */
export async function readPublication() {
  const list = (await database()).transaction('list').objectStore('list');
  const [keys, values] = await Promise.all([answered(list.getAllKeys()), answered(list.getAll())]);
  const parts = new Map(keys.map((key, i) => [String(key), values[i]]));
  const [head, index, articles] = [parts.get('head'), parts.get('index'), parts.get('articles')];
  if (!head || !index || !articles) return null;
  const buckets = new Map();
  for (const [key, value] of parts) {
    if (key.startsWith('bucket:')) buckets.set(Number(key.slice('bucket:'.length)), value);
  }
  return { head, index, articles, buckets };
}

/**
 * @param {number} number
 * @returns {Promise<Record<string, any> | null>}
 */
export async function readBucket(number) {
  const list = (await database()).transaction('list').objectStore('list');
  return (await answered(list.get(`bucket:${number}`))) ?? null;
}

/**
 * Keeps one bucket of the publication that is stored, if it is still that one.
 *
 * @param {number} seq
 * @param {number} number
 * @param {Record<string, any>} bucket
 */
export async function writeBucket(seq, number, bucket) {
  const transaction = (await database()).transaction('list', 'readwrite');
  const list = transaction.objectStore('list');
  const done = committed(transaction);
  const head = await answered(list.get('head'));
  if (head?.manifest.seq === seq) list.put(bucket, `bucket:${number}`);
  await done;
}

/** @returns {Promise<Status>} */
export async function readStatus() {
  const status = (await database()).transaction('status').objectStore('status');
  return (await answered(status.get('status'))) ?? emptyStatus();
}

/**
 * What is to be stored of an attempt that another one may have overtaken: two tabs of the check page update each by itself. What was
 * learnt about keys and order is never unlearnt.
 *
 * @param {Status | undefined} stored
 * @param {Status} status
 * @returns {Status} the same where nothing newer is stored
 */
function notBelow(stored, status) {
  if (stored === undefined || stored.source !== status.source || stored.keysVersion < status.keysVersion) return status;
  if (stored.keysVersion === status.keysVersion && stored.floor <= status.floor) return status;
  return { ...status, keysVersion: stored.keysVersion, floor: stored.floor };
}

/** @param {Status} status */
export async function writeStatus(status) {
  const transaction = (await database()).transaction('status', 'readwrite');
  const store = transaction.objectStore('status');
  const done = committed(transaction);
  store.put(notBelow(await answered(store.get('status')), status), 'status');
  await done;
}

/**
 * Replaces the stored publication and its status at once, unless a newer one has been stored meanwhile.
 *
 * @param {Publication} publication
 * @param {Status} status
 * @returns {Promise<boolean>} whether it was stored
 */
export async function writePublication({ head, index, articles, buckets }, status) {
  const transaction = (await database()).transaction(['list', 'status'], 'readwrite');
  const done = committed(transaction);
  const stored = await answered(transaction.objectStore('status').get('status'));
  if (notBelow(stored, status) !== status) {
    await done;
    return false;
  }
  const list = transaction.objectStore('list');
  list.clear();
  list.put(head, 'head');
  list.put(index, 'index');
  list.put(articles, 'articles');
  for (const [number, bucket] of buckets) list.put(bucket, `bucket:${number}`);
  transaction.objectStore('status').put(status, 'status');
  await done;
  return true;
}

/** Forgets everything: another server or root key was chosen. @param {Status} status */
export async function wipe(status) {
  const transaction = (await database()).transaction(['list', 'status'], 'readwrite');
  transaction.objectStore('list').clear();
  transaction.objectStore('status').put(status, 'status');
  await committed(transaction);
}
