/**
 * As much of IndexedDB as extension/list/store.js uses, in memory, for node.
 *
 * Writes of a transaction land together when it commits, and not at all when it aborts, so a
 * test can stop an update in the middle. The real one runs in the browser tests.
 */

export class MemoryDatabase {
  /** @type {Map<string, Map<string, unknown>>} */
  stores = new Map();
  /** Set to make the next transaction that writes fail. */
  failNextWrite = false;

  /** What `globalThis.indexedDB` is set to. */
  get factory() {
    return /** @type {any} */ ({
      open: () => {
        const request = /** @type {any} */ ({ result: this.#connection() });
        queueMicrotask(() => {
          if (this.stores.size === 0) request.onupgradeneeded();
          request.onsuccess();
        });
        return request;
      },
    });
  }

  #connection() {
    return {
      objectStoreNames: [...this.stores.keys()],
      createObjectStore: (/** @type {string} */ name) => this.stores.set(name, new Map()),
      transaction: (/** @type {string | string[]} */ names, /** @type {string} */ mode) =>
        this.#transaction([names].flat(), mode),
      close() {},
    };
  }

  /** @param {string[]} names @param {string} [mode] */
  #transaction(names, mode = 'readonly') {
    /** @type {(() => void)[]} */
    const writes = [];
    const transaction = /** @type {any} */ ({ error: null });
    setImmediate(() => {
      if (mode !== 'readwrite') return;
      if (this.failNextWrite) {
        this.failNextWrite = false;
        transaction.error = new Error('QuotaExceededError');
        transaction.onabort();
        return;
      }
      for (const write of writes) write();
      transaction.oncomplete();
    });
    /** @param {unknown} result */
    const answer = (result) => {
      const request = /** @type {any} */ ({ result: structuredClone(result) });
      queueMicrotask(() => request.onsuccess?.());
      return request;
    };
    transaction.objectStore = (/** @type {string} */ name) => {
      const store = /** @type {Map<string, unknown>} */ (this.stores.get(name));
      if (!names.includes(name)) throw new Error(`the transaction does not cover ${name}`);
      return {
        get: (/** @type {string} */ key) => answer(store.get(key)),
        getAll: () => answer([...store.values()]),
        getAllKeys: () => answer([...store.keys()]),
        put: (/** @type {unknown} */ value, /** @type {string} */ key) => answer(writes.push(() => store.set(key, value)) && key),
        clear: () => answer(writes.push(() => store.clear())),
      };
    };
    return transaction;
  }
}
