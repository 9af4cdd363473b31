/**
 * The background's entry: wires every listener, at once and at the top level.
 *
 * A Manifest V3 worker is stopped when idle and started again for an event; the browser only
 * remembers listeners that were added before the first await.
 */

import { registerUpdates } from './alarms.js';
import { currentList } from '../list/current.js';
import { registerHostRule } from './hostrule.js';
import { registerMarks } from './marks.js';
import { registerMenus } from './menus.js';
import { registerMessages } from './messages.js';
import { registerNavigation } from './navigation.js';
import { registerNoContact } from './nocontact.js';
import { registerOwnReports } from './ownreports.js';
import { registerWelcome } from './welcome.js';

registerNavigation();
registerNoContact();
registerHostRule();
registerMenus();
registerMessages();
registerMarks();
registerUpdates();
registerOwnReports();
registerWelcome();

// Whatever woke the worker, a decision is the likeliest thing to be asked next.
currentList().catch(() => {});
