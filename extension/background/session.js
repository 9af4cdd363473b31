/**
 * What is remembered until the browser closes: the reader's decisions and what each tab was doing.
 *
 * Lies in `storage.session`: in memory only, never on the disk, and gone with the browser. A worker that
 * the browser stopped and started again finds it here. Pages that others wrote cannot read it.
 */

import { api } from './platform.js';

/**
 * @param {string} name
 * @returns {Promise<any>} null where nothing is remembered
 */
export async function recall(name) {
  return (await api.storage.session.get(name))[name] ?? null;
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export async function remember(name, value) {
  await api.storage.session.set({ [name]: value });
}

/** @param {string} name */
export async function forget(name) {
  await api.storage.session.remove(name);
}
