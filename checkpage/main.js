/**
 * The check page on the reader's device: the first module, which only puts the parts together.
 *
 * Until it has run, and wherever it cannot (able.js), the page is the form that the service answers, and says so.
 */

import { onListChange } from '../extension/list/notices.js';
import { element, find } from '../extension/pages/dom.js';
import { canDecide } from './able.js';
import { checking } from './checking.js';
import { following } from './following.js';
import { installHint } from './installing.js';
import { listPart } from './listpart.js';
import { keepRest, offerNewVersion, registerWorker, SHARED_FRAGMENT, sharedText } from './program.js';
import { ownPart } from './reporting.js';
import { readTexts } from './words.js';

/** What was shared is checked at once, and the address forgets that something was. @param {ReturnType<typeof checking>} checks */
async function takeShared(checks) {
  if (location.hash !== SHARED_FRAGMENT) return;
  history.replaceState(null, '', location.pathname + location.search);
  await checks.shared(await sharedText());
}

async function start() {
  const form = find('form.check', HTMLFormElement);
  const { rootKey = '' } = form.dataset;
  if (!(await canDecide(rootKey))) return;
  const texts = await readTexts(document.documentElement.lang === 'en' ? 'en' : 'id');
  const list = following(location.origin, rootKey);
  const checks = checking(texts, list);
  const part = listPart(texts, list);
  ownPart(texts);
  onListChange(() => void checks.listChanged().then(part.show));

  const updated = part.refreshIfDue();
  await takeShared(checks);

  const [version, install] = [element('aside', { class: 'offer', hidden: '' }), element('aside', { class: 'offer', hidden: '' })];
  form.after(version, install);
  installHint(texts, install);
  const registration = await registerWorker();
  if (registration !== null) offerNewVersion(texts, registration, version, checks.isIdle);
  document.body.dataset.ready = 'yes';
  await updated;
  document.body.dataset.ready = 'updated';
  keepRest();
}

void start();
