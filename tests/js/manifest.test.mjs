/** The extension's manifest asks for what docs/permissions.md explains, and for nothing else. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const folder = new URL('../../extension/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));

test('exactly the seven permissions from the beginning, no host, nothing that a web page can reach', () => {
  const rules = 'declarativeNetRequestWithHostAccess';
  const asked = ['activeTab', 'alarms', 'contextMenus', rules, 'storage', 'unlimitedStorage', 'webNavigation'];
  assert.deepEqual([...manifest.permissions].sort(), asked);
  const never = ['host_permissions', 'content_scripts', 'web_accessible_resources', 'externally_connectable'];
  for (const name of never) assert.equal(manifest[name], undefined, name);
});

test('what may be asked for later is what the optional features need, and no more', () => {
  assert.deepEqual([...manifest.optional_permissions].sort(), ['scripting', 'webRequest', 'webRequestBlocking']);
  assert.deepEqual(manifest.optional_host_permissions, ['*://*/*']);
});

test('both browsers start the same module, in the versions that we promise', () => {
  const { service_worker: worker, scripts, type } = manifest.background;
  assert.deepEqual([scripts, type], [[worker], 'module']);
  assert.equal(manifest.minimum_chrome_version, '137');
  const { gecko, gecko_android: android } = manifest.browser_specific_settings;
  assert.deepEqual([gecko.strict_min_version, android.strict_min_version], ['140.0', '142.0']);
  assert.deepEqual(gecko.data_collection_permissions, {
    required: ['none'],
    // What a report holds; asked about when the reader sends the first one.
    optional: ['browsingActivity', 'personallyIdentifyingInfo'],
  });
});

test('extension pages run our own scripts only, and connect to https or this computer only', () => {
  const policy = manifest.content_security_policy.extension_pages;
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /connect-src 'self' https: http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*;/);
  assert.doesNotMatch(policy, /unsafe|data:|blob:| \* |http: /);
});

test('a page that opened a warning’s window has no hold on it', () => {
  assert.deepEqual(manifest.cross_origin_opener_policy, { value: 'same-origin' });
});

test('every file that the manifest names is there', () => {
  const { background, action, options_ui: options, icons, default_locale: locale } = manifest;
  const named = [
    background.service_worker,
    action.default_popup,
    options.page,
    ...Object.values(icons),
    ...Object.values(action.default_icon),
    `_locales/${locale}/messages.json`,
    '_locales/en/messages.json',
  ];
  for (const path of named) assert.ok(existsSync(new URL(path, folder)), path);
});
