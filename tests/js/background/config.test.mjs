/** Server and root key: the reader's choice, else the package's, else this computer and no key. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, web } from '../support/browser.mjs';
import { json, makeSigner, utf8 } from '../support/signer.mjs';

const { DEFAULT_SERVER, parseRootKey, parseServer, readConfig, saveConfig } = await import(
  '../../../extension/background/config.js'
);

const KEY = makeSigner().publicText;
const FILE = 'chrome-extension://test/config.json';

beforeEach(() => {
  web.clear();
  browser.api.storage.local.items.clear();
});

test('https servers and this computer are allowed, in one spelling', () => {
  assert.equal(parseServer(' https://List.Example/ '), 'https://list.example');
  assert.equal(parseServer('https://list.example/cek//'), 'https://list.example/cek');
  assert.equal(parseServer('http://127.0.0.1:8000/'), 'http://127.0.0.1:8000');
  assert.equal(parseServer('http://localhost:9'), 'http://localhost:9');
});

test('anything else is refused', () => {
  const wrong = ['', 'list.example', 'http://list.example', 'ftp://list.example', 'https://a:b@list.example', 'https://a@list.example', 'https://:b@list.example', 'ftp://localhost', 'https://x/?q=1', 'https://x/#a', 'javascript:1', 7, null];
  for (const text of wrong) assert.equal(parseServer(text), null, String(text));
});

test('a root key is its line or its file, and nothing else', () => {
  assert.equal(parseRootKey(` ${KEY}\n`), KEY);
  assert.equal(parseRootKey(`untrusted comment: minisign public key\n${KEY}\n`), KEY);
  for (const text of ['', 'RW', KEY.slice(1), undefined]) assert.equal(parseRootKey(text), null);
});

test('without a file the server is this computer and no key is trusted', async () => {
  assert.deepEqual(await readConfig(), { server: DEFAULT_SERVER, rootKey: null, seed: false, origin: 'default' });
  web.set(FILE, utf8('{"server": half'));
  assert.equal((await readConfig()).origin, 'default');
});

test('the file beside the manifest is read anew each time', async () => {
  web.set(FILE, json({ server: 'http://127.0.0.1:8123', rootKey: KEY, seed: true }));
  assert.deepEqual(await readConfig(), { server: 'http://127.0.0.1:8123', rootKey: KEY, seed: true, origin: 'package' });
  web.set(FILE, json({ server: 'http://127.0.0.1:8124', rootKey: KEY }));
  assert.equal((await readConfig()).server, 'http://127.0.0.1:8124');
});

test("the reader's choice wins, carries no seed, and can be taken back", async () => {
  web.set(FILE, json({ server: 'http://127.0.0.1:8123', rootKey: KEY, seed: true }));
  assert.equal(await saveConfig({ server: 'https://list.example', rootKey: KEY }), null);
  assert.deepEqual(await readConfig(), { server: 'https://list.example', rootKey: KEY, seed: false, origin: 'options' });
  await saveConfig(null);
  assert.equal((await readConfig()).origin, 'package');
});

test('a wrong field is named and nothing is stored', async () => {
  assert.equal(await saveConfig({ server: 'http://list.example', rootKey: KEY }), 'server');
  assert.equal(await saveConfig({ server: 'https://list.example', rootKey: 'x' }), 'rootKey');
  assert.equal(browser.api.storage.local.items.size, 0);
});
