/**
 * "Pasang di ponsel": one small line where the browser can install the page, until it is installed or waved away.
 *
 * Only where the browser says so itself (`beforeinstallprompt`); elsewhere /cara-kerja tells how it is done by hand.
 */

import { button, element } from '../extension/pages/dom.js';
import { rememberNoHint, wantsNoHint } from './choices.js';

/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */
/** @typedef {Event & { prompt: () => Promise<unknown> }} InstallEvent */

/** It may come before the words have been read, so it is kept from the beginning. @type {InstallEvent | null} */
let offered = null;
/** @type {() => void} */
let show = () => {};

globalThis.addEventListener?.('beforeinstallprompt', (event) => {
  event.preventDefault();
  offered = /** @type {InstallEvent} */ (event);
  show();
});

/**
 * @param {Texts} texts
 * @param {HTMLElement} place
 */
export function installHint(texts, place) {
  /** @param {boolean} forGood */
  function close(forGood) {
    place.hidden = true;
    place.replaceChildren();
    if (forGood) rememberNoHint();
  }
  show = () => {
    if (offered === null || wantsNoHint() || !place.hidden) return;
    const event = offered;
    const install = button(texts.say('install'), () => {
      offered = null;
      close(false);
      void event.prompt();
    }, { class: 'plain', id: 'install' });
    const no = button(texts.say('installNo'), () => close(true), { class: 'plain', id: 'install-no' });
    place.replaceChildren(element('p', {}, texts.say('installHint')), element('div', { class: 'actions' }, install, no));
    place.hidden = false;
  };
  addEventListener('appinstalled', () => close(false));
  show();
}
