/**
 * The page as an installed program: its worker, what another app shared with it, and a newer version that is ready.
 *
 * Without a worker (an old browser, a private window) the page works all the same, only not offline and not as a share
 * target.
 */

import { button, element } from '../extension/pages/dom.js';

/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */

const WORKER = '/sw.js';
/** The fragment under which the worker leads here after a share. */
export const SHARED_FRAGMENT = '#dibagikan';
const ANSWER_MS = 3_000;

/** @typedef {{ createScriptURL: (text: string) => string }} Policy */

/** The worker's address for a policy that lets no text become a script; where there are no such policies, as it is. */
function workerAddress() {
  const types = /** @type {{ createPolicy: (name: string, rules: Policy) => Policy } | undefined} */ (
    /** @type {any} */ (globalThis).trustedTypes
  );
  return types === undefined ? WORKER : types.createPolicy('cektautan', { createScriptURL: () => WORKER }).createScriptURL('');
}

/** @returns {Promise<ServiceWorkerRegistration | null>} */
export async function registerWorker() {
  if (!('serviceWorker' in navigator)) return null;
  try {
    return await navigator.serviceWorker.register(workerAddress());
  } catch {
    // Storage is full, or the browser does not want one: then there is no offline use.
    return null;
  }
}

/** How long after its beginning the page has the rest of itself kept. */
const REST_MS = 4_000;

/** Has the worker keep what the beginning did not need, unless the reader saves data: then each part comes when it is used. */
export function keepRest() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (connection?.saveData === true) return;
  setTimeout(() => navigator.serviceWorker?.controller?.postMessage('keep rest'), REST_MS);
}

/**
 * Asks the worker for what was shared; it tells it once.
 *
 * @returns {Promise<string | null>} null where there is nothing, for instance after a reload
 */
export async function sharedText() {
  const worker = navigator.serviceWorker?.controller ?? null;
  if (worker === null) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(typeof data === 'string' && data !== '' ? data : null);
    setTimeout(() => resolve(null), ANSWER_MS);
  });
  worker.postMessage('shared?', [port2]);
  return answer;
}

/**
 * Offers a newer version that waits. Nothing is reloaded unless the reader asks, and never over a text or an answer.
 *
 * @param {Texts} texts
 * @param {ServiceWorkerRegistration} registration
 * @param {HTMLElement} place
 * @param {() => boolean} idle whether the page holds nothing of the reader's
 */
export function offerNewVersion(texts, registration, place, idle) {
  let asked = false;
  /** @param {ServiceWorker} waiting */
  function offer(waiting) {
    const use = button(texts.say('newVersionUse'), () => {
      asked = true;
      waiting.postMessage('activate');
    }, { class: 'plain', id: 'new-version' });
    place.replaceChildren(element('p', { role: 'status' }, texts.say('newVersion')), use);
    place.hidden = false;
  }
  function look() {
    // Without a controller this is the first visit, and there is nothing older to replace.
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting);
  }
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!asked) return;
    if (idle()) location.reload();
    else place.replaceChildren(element('p', { role: 'status' }, texts.say('newVersionLater')));
  });
}
