/**
 * The desk's program: what makes the pages faster under the hand. Every page works without it.
 *
 * Decides only which helper gets which part of a page. Markup never comes from a string: a page that is fetched is parsed
 * by the browser itself as a document, and nodes of it are moved over. Nothing is kept beyond the tab, and nothing of a
 * case goes anywhere but to the address of its form.
 */

import { offerCopies } from '../copying.js';
import { restoreDrafts, keepDrafts, forgetAcknowledged } from './drafts.js';
import { listenToKeys } from './keys.js';
import { holdLease } from './lease.js';
import { searchWhileTyping } from './live.js';
import { takeHandedOver } from './handover.js';
import { countPicked } from './picking.js';
import { followProgress } from './progress.js';
import { sendForms } from './sending.js';

/** What a part of a page needs when it is shown, the first time and after each exchange. */
function begin() {
  forgetAcknowledged();
  restoreDrafts();
  takeHandedOver();
  countPicked();
  holdLease();
  followProgress(begin);
  offerCopies();
}

keepDrafts();
sendForms(begin);
searchWhileTyping();
listenToKeys();
begin();
document.body.dataset.ready = 'yes';
