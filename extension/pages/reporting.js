/** Where reports of the extension go, where they are kept, and the way to the list of them. */

import { readConfig } from '../background/config.js';
import { askConsent } from '../background/consent.js';
import { inPrivateWindow, own } from '../background/ownreports.js';
import { element } from './dom.js';

/** The fragment of the options page that opens the list. */
export const OWN_FRAGMENT = '#laporan';

/** @type {import('./reports/form.js').Place} */
export const extensionPlace = {
  own,
  server: async () => (await readConfig()).server,
  consent: askConsent,
  inPrivate: inPrivateWindow,
  mine: (texts) => element('a', { href: `options.html${OWN_FRAGMENT}`, target: '_blank', class: 'to-own' }, texts.say('ownTitle')),
};

// What could not be sent goes out as soon as a page of the extension sees the network again.
addEventListener('online', () => void own.deliverWaiting());
