/** Where reports of the check page go, and the way to the list of the reader's own: the service that the page came from. */

import { element } from '../extension/pages/dom.js';
import { ownReports } from '../extension/reports/own.js';
import { allReports, forgetReport, keepReport } from './reportshelf.js';

/** The fragment that opens the list. */
export const OWN_FRAGMENT = '#laporan';

/** @type {import('../extension/pages/reports/form.js').Place} */
export const pagePlace = {
  own: ownReports({
    all: async () => allReports(),
    put: async (report) => keepReport(report),
    remove: async (ticket) => forgetReport(ticket),
  }),
  server: async () => location.origin,
  mine: (texts) => element('a', { href: OWN_FRAGMENT, class: 'to-own' }, texts.say('ownTitle')),
};
