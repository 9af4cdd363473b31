/** Updates: taken over whole or not at all, and nothing good is ever thrown away. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, database, requests, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';
import { flip, json } from '../support/signer.mjs';

const list = await import('../../../extension/list/update.js');
const { currentList, updateStatus } = await import('../../../extension/list/current.js');
const { judge } = await import('../../../extension/judgement/judge.js');
const { listSource, saveConfig } = await import('../../../extension/background/config.js');
const { readStatus } = await import('../../../extension/list/store.js');
const { announceListChange } = await import('../../../extension/list/notices.js');

const NOW = 1_700_000_000;
const SERVER = 'http://127.0.0.1:8000';
const CONFIG = 'chrome-extension://test/config.json';
const HOAX = { key: 'url:hoax.example/berita/1', level: 3, verdict: 1 };
const NOTE = { key: 'host:satire.example', level: 1, verdict: 6 };

/** @param {number} now @returns {Promise<import('../../../extension/list/update.js').UpdateResult>} */
const update = async (now) => list.update(await listSource(), now);

/** @type {Publisher} */
let publisher;

/** @param {string} [server] */
function serve(server = SERVER) {
  for (const url of web.keys()) if (url.startsWith(`${server}/`)) web.delete(url);
  for (const [path, bytes] of publisher.files) web.set(`${server}/lists/${path}`, bytes);
}

/** @param {string} path @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>} change */
function tamper(path, change) {
  const url = `${SERVER}/lists/${path}`;
  web.set(url, change(/** @type {Uint8Array<ArrayBuffer>} */ (web.get(url))));
}

/** Which files of the list were asked for, in this order. */
const asked = () => requests.flatMap(({ url }) => (url.includes('/lists/') ? [url.slice(url.indexOf('/lists/') + 7)] : []));

const levelOf = async (/** @type {string} */ url, now = NOW) => (await judge(url, now)).level;

beforeEach(() => {
  web.clear();
  requests.length = 0;
  database.stores.clear();
  database.stores.set('list', new Map()).set('status', new Map());
  browser.api.storage.local.items.clear();
  announceListChange();
  publisher = new Publisher();
  publisher.publish([HOAX], NOW);
  serve();
  web.set(CONFIG, json({ server: SERVER, rootKey: publisher.root.publicText }));
});

test('a first update brings a list that judges, with claim and reviews', async () => {
  assert.deepEqual(await update(NOW), { outcome: 'updated', code: null, hasList: true, failures: 0 });
  const judged = await judge('http://www.hoax.example/berita/1', NOW);
  assert.equal(judged.state, 'listed');
  assert.equal(judged.verdict, 'false');
  assert.equal(judged.reviews[0].publisher, 'Pemeriksa');
  assert.equal(judged.list?.staleness, 'fresh');
  assert.equal((await updateStatus()).checked, NOW);
  assert.equal((await judge('http://hoax.example/berita/2', NOW)).state, 'unknown');
});

test('whichever starts first: without a configuration nothing is asked, and the next attempt works', async () => {
  web.delete(CONFIG);
  assert.equal((await update(NOW)).code, 'unknown_key');
  assert.equal((await judge('http://hoax.example/berita/1', NOW)).reason, 'no_list');
  assert.ok(requests.every(({ url }) => url === CONFIG));
  web.set(CONFIG, json({ server: SERVER, rootKey: publisher.root.publicText }));
  assert.equal((await update(NOW)).outcome, 'updated');
});

test('a server that cannot be asked is an error with its time, and the list stays', async () => {
  await update(NOW);
  web.clear();
  web.set(CONFIG, json({ server: SERVER, rootKey: publisher.root.publicText }));
  requests.length = 0;
  assert.deepEqual(await update(NOW + 9), { outcome: 'failed', code: 'unreachable', hasList: true, failures: 1 });
  assert.equal((await updateStatus()).error?.at, NOW + 9);
  assert.deepEqual(asked(), ['keys.json'], 'it is not asked twice');
  assert.equal((await updateStatus()).checked, NOW, 'an attempt that verified nothing is no check of the list');
  assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
});

test('the same manifest is not taken over again, and an error that has passed is forgotten', async () => {
  await update(NOW);
  requests.length = 0;
  assert.equal((await update(NOW + 1)).outcome, 'unchanged');
  assert.equal(requests.filter(({ url }) => url.includes('/files/')).length, 0);
  assert.equal((await updateStatus()).error, null);
});

test('where the signature is that of the manifest that is held, the manifest is not fetched again and is verified again', async () => {
  await update(NOW);
  requests.length = 0;
  assert.equal((await update(NOW + 1)).outcome, 'unchanged');
  assert.deepEqual(asked(), ['keys.json', 'keys.json.minisig', 'manifest.json.minisig']);

  publisher.publish([HOAX, NOTE], NOW + 10);
  serve();
  requests.length = 0;
  assert.equal((await update(NOW + 10)).outcome, 'updated');
  assert.deepEqual(asked().slice(0, 4), ['keys.json', 'keys.json.minisig', 'manifest.json.minisig', 'manifest.json']);

  const [old, text] = ['manifest.json', 'manifest.json.minisig'].map((name) => publisher.files.get(name) ?? assert.fail());
  publisher.online = new Publisher().online;
  publisher.keysVersion += 1;
  publisher.publish([HOAX], NOW + 20);
  publisher.files.set('manifest.json', old).set('manifest.json.minisig', text);
  serve();
  assert.deepEqual(await update(NOW + 20), { outcome: 'failed', code: 'unknown_key', hasList: true, failures: 1 }, 'its key is revoked');
});

test('what an older version stored without its signature is fetched once more', async () => {
  await update(NOW);
  delete (/** @type {any} */ (database.stores.get('list')?.get('head')).signatureText);
  requests.length = 0;
  assert.equal((await update(NOW + 1)).outcome, 'unchanged');
  assert.deepEqual(asked(), ['keys.json', 'keys.json.minisig', 'manifest.json.minisig', 'manifest.json']);
});

test('a change travels as a diff, and unchanged rules are not fetched again', async () => {
  await update(NOW);
  publisher.publish([HOAX, NOTE], NOW + 10);
  serve();
  requests.length = 0;
  assert.equal((await update(NOW + 10)).outcome, 'updated');
  const fetched = requests.map(({ url }) => url.split('.').at(-1));
  assert.equal(fetched.filter((ending) => ending === 'diff').length, 1);
  assert.equal(fetched.filter((ending) => ending === 'snap').length, 0);
  assert.equal(requests.filter(({ url }) => /\/files\/.*json$/.test(url)).length, 1, 'only the bucket');
  assert.equal(await levelOf('http://satire.example/x', NOW + 10), 1);
});

test('a diff that is tampered with is replaced by the whole snapshot', async () => {
  await update(NOW);
  const { diffs } = publisher.publish([HOAX, NOTE], NOW + 10);
  serve();
  tamper(diffs[0].path, (bytes) => flip(bytes, 80));
  assert.equal((await update(NOW + 10)).outcome, 'updated');
  assert.equal(await levelOf('http://satire.example/x', NOW + 10), 1);
});

test('a withdrawn listing is gone after the next update', async () => {
  await update(NOW);
  publisher.publish([], NOW + 10);
  serve();
  await update(NOW + 10);
  assert.equal((await judge('http://hoax.example/berita/1', NOW + 10)).state, 'unknown');
});

/** Tries an update with each file tampered with, at many places. @param {() => void} restore @param {(path: string) => boolean} needed */
async function flipEverywhere(restore, needed) {
  let tried = 0;
  for (const [path, { length }] of publisher.files) {
    if (!needed(path)) continue;
    for (let at = 0; at < length; at += 23) {
      restore();
      serve();
      tamper(path, (bytes) => flip(bytes, at));
      assert.equal((await update(NOW + 10)).outcome, 'failed', `${path} at ${at}`);
      announceListChange();
      tried += 1;
    }
  }
  assert.ok(tried > 50);
}

test('a flipped byte in any file is refused by a client that has nothing yet', async () => {
  const nothing = () => void database.stores.set('list', new Map()).set('status', new Map());
  await flipEverywhere(nothing, () => true);
  assert.equal(await currentList(), null);
});

test('a flipped byte in any file is refused by a client that has a list, and the list stays', async () => {
  await update(NOW);
  const stores = structuredClone(database.stores);
  const before = new Set(publisher.files.keys());
  publisher.publish([NOTE], NOW + 10, { bits: 1 });
  // The rules are held already, and the diff and the snapshot stand in for each other.
  const needed = (/** @type {string} */ path) => !path.startsWith('files/') || (path.endsWith('.json') && !before.has(path));
  await flipEverywhere(() => stores.forEach((store, name) => database.stores.set(name, new Map(store))), needed);
  assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
});

/** @type {[string, string, () => void][]} */
const REFUSALS = [
  ['a lower seq', 'rolled_back', () => void publisher.publish([NOTE], NOW - 10)],
  ['a manifest from the future', 'from_future', () => void publisher.publish([NOTE], NOW + 10, { created: NOW + 90_000 })],
  ['expired keys', 'keys_expired', () => void publisher.publishKeys(NOW, NOW)],
  ['a manifest of an unknown key', 'unknown_key', () => {
    const { online } = publisher;
    publisher.online = new Publisher().online;
    publisher.publish([NOTE], NOW + 10);
    publisher.online = online;
    publisher.publishKeys(NOW + 10);
  }],
  ['keys of another root', 'unknown_key', () => {
    publisher.root = new Publisher().root;
    publisher.publish([NOTE], NOW + 10);
  }],
  ['rules that do not compile', 'bad_format', () => {
    const rules = { format: 1, classes: [], platforms: [{}], wrappers: [], opaque: [], sites: [], parameters: [] };
    publisher.publish([NOTE], NOW + 10, { rules });
  }],
];

for (const [what, code, publish] of REFUSALS) {
  test(`${what} is refused as ${code}, and the old list stays`, async () => {
    await update(NOW);
    publish();
    serve();
    requests.length = 0;
    const result = await update(NOW);
    assert.deepEqual([result.outcome, result.code], ['failed', code]);
    const times = code === 'unknown_key' ? 2 : 1;
    assert.equal(asked().filter((name) => name === 'keys.json').length, times, 'asked again only for what a publication meanwhile explains');
    assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
  });
}

test('a truncated file, an overlong one and a missing one have their own code', async () => {
  const { snapshot } = publisher.publish([HOAX], NOW);
  serve();
  tamper(snapshot.path, (bytes) => bytes.slice(0, -1));
  assert.equal((await update(NOW)).code, 'truncated');
  serve();
  tamper(snapshot.path, (bytes) => new Uint8Array([...bytes, 0]));
  assert.equal((await update(NOW)).code, 'too_large');
  serve();
  web.set(`${SERVER}/lists/${snapshot.path}`, 404);
  assert.equal((await update(NOW)).code, 'unreachable');
  serve();
  tamper('manifest.json', () => new Uint8Array(256 * 1024 + 1));
  assert.equal((await update(NOW)).code, 'too_large');
});

test('keys that went back are refused; newer keys reset the floor, so a restored backup recovers', async () => {
  publisher.keysVersion = 5;
  publisher.publish([HOAX], NOW);
  serve();
  await update(NOW);
  publisher.keysVersion = 4;
  publisher.publish([NOTE], NOW + 10);
  serve();
  assert.equal((await update(NOW + 10)).code, 'keys_rolled_back');
  publisher.keysVersion = 6;
  publisher.publish([NOTE], NOW - 1000);
  serve();
  assert.equal((await update(NOW + 20)).outcome, 'updated');
  assert.equal(await levelOf('http://satire.example/'), 1);
});

test('a stolen online key that root replaced is not accepted again', async () => {
  await update(NOW);
  const stolen = publisher.online;
  publisher.online = new Publisher().online;
  publisher.keysVersion = 2;
  publisher.publishKeys(NOW + 10);
  serve();
  // The manifest still has the stolen key's signature: the new keys are remembered, the manifest is not taken.
  assert.equal((await update(NOW + 10)).code, 'unknown_key');
  publisher.keysVersion = 1;
  publisher.online = stolen;
  publisher.publish([], NOW + 20);
  serve();
  assert.equal((await update(NOW + 20)).code, 'keys_rolled_back');
  assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
});

test('a publication between two of our requests is asked for once more', async () => {
  const old = /** @type {Uint8Array<ArrayBuffer>} */ (publisher.files.get('manifest.json'));
  publisher.publish([NOTE], NOW + 10);
  serve();
  const real = globalThis.fetch;
  let races = 1;
  globalThis.fetch = async (url, init) => {
    const race = String(url).endsWith('/manifest.json') && races-- > 0;
    return race ? new Response(old) : real(url, init);
  };
  try {
    assert.equal((await update(NOW + 10)).outcome, 'updated');
    races = 2;
    publisher.publish([HOAX], NOW + 20);
    serve();
    assert.equal((await update(NOW + 20)).code, 'bad_signature');
  } finally {
    globalThis.fetch = real;
  }
});

test('an expired manifest is marked and still warns: exact keys at 3, everything at most 2 a week later', async () => {
  const expires = NOW + 60;
  publisher.publish([HOAX, { ...NOTE, level: 3 }], NOW, { expires });
  serve();
  await update(NOW);
  assert.deepEqual([await levelOf('http://hoax.example/berita/1', expires), await levelOf('http://satire.example/', expires)], [3, 2]);
  const result = await update(expires);
  assert.deepEqual([result.outcome, result.code], ['unchanged', 'manifest_expired']);
  assert.equal((await currentList())?.staleness(expires), 'stale');
  assert.equal(await levelOf('http://hoax.example/berita/1', expires + 7 * 86_400), 2);
});

test('a store that fails keeps the old list whole', async () => {
  await update(NOW);
  publisher.publish([NOTE], NOW + 10);
  serve();
  database.failNextWrite = true;
  assert.deepEqual(await update(NOW + 10), { outcome: 'failed', code: 'bad_format', hasList: true, failures: 1 });
  assert.match((await updateStatus()).error?.detail ?? '', /QuotaExceeded/);
  announceListChange();
  assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
  assert.equal((await update(NOW + 11)).outcome, 'updated');
});

test('an attempt that a newer one overtook brings nothing back: no older list, floor or keys', async () => {
  const from = await listSource();
  const snapshot = [...publisher.files.keys()].find((path) => path.endsWith('.snap'));
  const late = `${SERVER}/lists/${snapshot}`;
  const { fetch } = globalThis;
  let overtaken = false;
  // While the first attempt waits for its snapshot a second one follows new keys and a new list.
  globalThis.fetch = async (url, init) => {
    if (url === late && !overtaken) {
      overtaken = true;
      const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (web.get(late));
      publisher.keysVersion = 2;
      publisher.publish([HOAX, NOTE], NOW + 9);
      serve();
      assert.equal((await list.update(from, NOW + 9)).outcome, 'updated');
      return new Response(bytes);
    }
    return fetch(url, init);
  };
  const { outcome } = await list.update(from, NOW).finally(() => {
    globalThis.fetch = fetch;
  });
  assert.equal(overtaken, true);
  assert.equal(outcome, 'unchanged');
  announceListChange();
  assert.equal(await levelOf('http://satire.example/x', NOW + 9), 1);
  const { keysVersion, floor } = await readStatus();
  assert.deepEqual([keysVersion, floor], [2, NOW + 9]);
});

test('another server or root key wipes what was stored; a missing configuration does not', async () => {
  await update(NOW);
  web.delete(CONFIG);
  await update(NOW + 1);
  assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
  assert.equal(await saveConfig({ server: 'https://other.example/', rootKey: publisher.root.publicText }), null);
  assert.deepEqual(await update(NOW + 2), { outcome: 'failed', code: 'unreachable', hasList: false, failures: 1 });
  assert.equal((await judge('http://hoax.example/berita/1', NOW)).reason, 'no_list');
});

test('no request carries a cookie, a referrer or anything but names of published files', async () => {
  await update(NOW);
  await judge('http://hoax.example/berita/1?rahasia=1', NOW);
  for (const { url, init } of requests.filter(({ url: asked }) => asked !== CONFIG)) {
    assert.match(url, /^http:\/\/127\.0\.0\.1:8000\/lists\/(?:(?:keys|manifest)\.json(?:\.minisig)?|files\/[0-9a-f]{64}\.[a-z]+)$/);
    assert.equal(init?.credentials, 'omit');
    assert.equal(init?.referrerPolicy, 'no-referrer');
    assert.equal(init?.redirect, 'error');
    assert.equal(init?.cache, 'no-store', 'nothing that the server gave goes back to it');
    assert.equal(init?.headers, undefined);
    assert.equal(init?.body, undefined);
  }
});

test('a prefix that fits by chance is no match, and the wider key is asked', async () => {
  publisher.publish([HOAX, { key: 'host:hoax.example', level: 2, verdict: 2 }], NOW);
  const [path, bytes] = /** @type {[string, Uint8Array]} */ ([...publisher.files].findLast(([name]) => name.endsWith('.json') && name.startsWith('files/')));
  assert.ok(new TextDecoder().decode(bytes).includes('listings'), path);
  serve();
  await update(NOW);
  const bucket = /** @type {any} */ (database.stores.get('list')?.get('bucket:0'));
  const record = bucket.listings.find((/** @type {any} */ item) => item.level === 3);
  record.sha256 = record.sha256.slice(0, 63) + (record.sha256.endsWith('0') ? '1' : '0');
  announceListChange();
  const judged = await judge('http://hoax.example/berita/1', NOW);
  assert.deepEqual([judged.kind, judged.level, judged.verdict], ['host', 2, 'misleading']);
});

test('records too many to travel are fetched when needed, in company, kept, and never guessed', async () => {
  const many = Array.from({ length: 9000 }, (_, i) => ({ key: `url:h${i}.example/`, level: 3, verdict: 1 }));
  const { buckets } = publisher.publish([HOAX, ...many], NOW, { bits: 7, padding: 400 });
  assert.ok(buckets.files.reduce((sum, { size }) => sum + size, 0) > 4 * 1024 * 1024);
  serve();
  await update(NOW);
  requests.length = 0;
  assert.equal((await judge('http://hoax.example/berita/2', NOW)).state, 'unknown');
  assert.equal(requests.length, 0, 'what is not listed asks for nothing');

  web.clear();
  const alone = await judge('http://hoax.example/berita/1', NOW);
  assert.deepEqual([alone.state, alone.level, alone.reason, alone.claim], ['listed', 1, 'no_details', null]);

  serve();
  requests.length = 0;
  assert.equal((await judge('http://hoax.example/berita/1', NOW)).reviews.length, 1);
  assert.equal(new Set(requests.map(({ url }) => url)).size, 4);
  requests.length = 0;
  announceListChange();
  assert.equal(await levelOf('http://hoax.example/berita/1'), 3);
  assert.equal(requests.length, 0, 'it was kept');
});

test('a record that is not as it should be stops no update and no other record, and its own key is a note', async () => {
  const bucket = (/** @type {any} */ made) => {
    made.claims.c1.reviews = 5;
    made.listings.unshift(null);
    made.claims.c2 = { text: { id: 'Klaim lain' }, reviews: [{ publisher: 'Pemeriksa', url: 'https://check.example/2' }] };
    made.listings.at(-1).claim = 'c2';
    return made;
  };
  publisher.publish([HOAX, NOTE], NOW, { bucket });
  serve();
  assert.equal((await update(NOW)).outcome, 'updated');
  const judged = await judge('http://hoax.example/berita/1', NOW);
  assert.deepEqual([judged.state, judged.level, judged.verdict, judged.reason], ['listed', 1, 'false', 'no_details']);
  assert.deepEqual((await judge('http://satire.example/', NOW)).reviews.length, 1);
  assert.equal((await judge('http://lain.example/', NOW)).state, 'unknown');
});

test('a bucket that is gone from the store makes no listing unknown', async () => {
  await update(NOW);
  database.stores.get('list')?.delete('bucket:0');
  announceListChange();
  const judged = await judge('http://hoax.example/berita/1', NOW);
  assert.deepEqual([judged.state, judged.level, judged.reason], ['listed', 1, 'no_details']);
});

test('where several claims name one key the first decides and the others are told', async () => {
  await update(NOW);
  const bucket = /** @type {any} */ (database.stores.get('list')?.get('bucket:0'));
  bucket.claims.c2 = { text: { id: 'Klaim lain', en: 'Another claim' }, about: [], reviews: [] };
  bucket.listings.push({ ...bucket.listings[0], claim: 'c2', level: 1 });
  announceListChange();
  const judged = await judge('http://hoax.example/berita/1', NOW);
  assert.deepEqual([judged.level, judged.claim?.text.en], [3, 'Claim']);
  assert.deepEqual(judged.also.map(({ claim }) => claim?.text.en), ['Another claim']);
});
