/**
 * The check page on the reader's device: the first module, which only puts the parts together.
 *
 * Until it has run, and wherever it cannot (able.js), the page is the form that the service answers, and says so.
 */

import { onListChange } from '../extension/list/notices.js';
import { find } from '../extension/pages/dom.js';
import { canDecide } from './able.js';
import { checking } from './checking.js';
import { following } from './following.js';
import { listPart } from './listpart.js';
import { readTexts } from './words.js';

async function start() {
  const { rootKey = '' } = find('form.check', HTMLFormElement).dataset;
  if (!(await canDecide(rootKey))) return;
  const texts = await readTexts(document.documentElement.lang === 'en' ? 'en' : 'id');
  const list = following(location.origin, rootKey);
  const checks = checking(texts, list);
  const part = listPart(texts, list);
  onListChange(() => void checks.listChanged().then(part.show));
  await part.refreshIfDue();
  document.body.dataset.ready = 'yes';
}

void start();
