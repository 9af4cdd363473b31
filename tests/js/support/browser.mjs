/**
 * A made-up browser for the background's modules: extension API, IndexedDB, fetch.
 *
 * Import this before any module of extension/background, because platform.js looks for the API
 * when it is loaded.
 */

import { MemoryDatabase } from './indexeddb.mjs';

/** An event of the extension API that a test can fire. */
export function makeEvent() {
  /** @type {((...args: any[]) => any)[]} */
  const listeners = [];
  return {
    listeners,
    addListener: (/** @type {(...args: any[]) => any} */ listener) => void listeners.push(listener),
    fire: (/** @type {any[]} */ ...args) => listeners.map((listener) => listener(...args)),
  };
}

/** @param {ReturnType<typeof makeEvent>} changed @param {string} area */
function makeStorage(changed, area) {
  /** @type {Map<string, any>} */
  const items = new Map();
  return {
    items,
    get: async (/** @type {string | string[] | null} */ keys) =>
      Object.fromEntries([...items].filter(([key]) => keys === null || [keys].flat().includes(key))),
    set: async (/** @type {Record<string, any>} */ values) => {
      for (const [key, value] of Object.entries(values)) items.set(key, structuredClone(value));
      changed.fire(Object.fromEntries(Object.keys(values).map((key) => [key, {}])), area);
    },
    remove: async (/** @type {string} */ key) => {
      items.delete(key);
      changed.fire({ [key]: {} }, area);
    },
  };
}

/** What Firefox for Android has: no context menus, an action without badge. */
export function makeBrowser() {
  const changed = makeEvent();
  /** @type {Map<string, { delayInMinutes: number }>} */
  const alarms = new Map();
  const events = () => new Proxy({}, { get: (/** @type {any} */ target, name) => (target[name] ??= makeEvent()) });
  return {
    changed,
    alarms,
    api: /** @type {any} */ ({
      runtime: {
        id: 'test',
        getURL: (/** @type {string} */ path) => `chrome-extension://test/${path}`,
        onInstalled: makeEvent(),
        onStartup: makeEvent(),
        onMessage: makeEvent(),
      },
      storage: { local: makeStorage(changed, 'local'), session: makeStorage(changed, 'session'), onChanged: changed },
      alarms: {
        onAlarm: makeEvent(),
        get: async (/** @type {string} */ name) => alarms.get(name),
        create: async (/** @type {string} */ name, /** @type {any} */ info) => void alarms.set(name, info),
      },
      webNavigation: events(),
      tabs: events(),
      action: { onClicked: makeEvent() },
      i18n: { getMessage: (/** @type {string} */ name) => name, getUILanguage: () => 'id' },
    }),
  };
}

/**
 * Answers of servers by address; anything else cannot be reached.
 *
 * @type {Map<string, Uint8Array<ArrayBuffer> | number>}
 */
export const web = new Map();
/** @type {{ url: string, init: RequestInit | undefined }[]} */
export const requests = [];

export const browser = makeBrowser();
export const database = new MemoryDatabase();

Object.assign(globalThis, {
  chrome: browser.api,
  indexedDB: database.factory,
  fetch: async (/** @type {string} */ url, /** @type {RequestInit | undefined} */ init) => {
    requests.push({ url, init });
    const answer = web.get(url);
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return typeof answer === 'number' ? new Response('', { status: answer }) : new Response(answer);
  },
});
