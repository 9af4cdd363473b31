/**
 * The first-run page: what this extension does, what its one permission means, and whether its list is there yet.
 *
 * Comes right by itself when the service starts later or moves. It asks nothing of the reader but the language, and can be
 * opened again from the options.
 */

import { readConfig } from '../background/config.js';
import { requestUpdate } from '../background/messages.js';
import { whereButtonIs } from '../background/platform.js';
import { currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { formatMoment } from '../i18n/dates.js';
import { currentList, updateStatus } from '../list/current.js';
import { onListChange } from '../list/notices.js';
import { fillTexts, find, tell } from './dom.js';
import { problemWords } from './listinfo.js';
import { language } from './options/language.js';
import { askWhileMissing } from './waiting.js';

const retry = find('#retry', HTMLButtonElement);
const example = find('#example', HTMLAnchorElement);

/** @param {string} id @param {string} text What is said already is not said again: a screen reader would repeat it. */
function tellOnce(id, text) {
  if (find(`#${id}`, HTMLElement).textContent !== text) tell(id, text);
}

async function showState() {
  const texts = await currentTexts();
  const [list, { error, failures }, { server, rootKey }] = await Promise.all([currentList(), updateStatus(), readConfig()]);
  const failing = error !== null && failures > 0;
  const state = list !== null ? 'ready' : failing ? 'failed' : 'waiting';
  tellOnce(
    'state',
    list === null ? texts.say('welcomeWaiting') : texts.say('welcomeReady', { seq: list.seq, ...formatMoment(list.created, texts.language) }),
  );
  const problem = failing ? problemWords(texts, error.code, rootKey !== null) : '';
  tellOnce('problem', problem === '' ? '' : `${problem} ${texts.say(list === null ? 'welcomeAgain' : 'listKept')}`);
  example.href = `${server}/uji/?lang=${texts.language}`;
  example.hidden = list === null;
  retry.hidden = list !== null && !failing;
  document.documentElement.dataset.state = state;
}

async function showAll() {
  const texts = await currentTexts();
  fillTexts(texts);
  document.title = texts.say('welcomeTitle');
  tell('pin', texts.say(`pin_${whereButtonIs()}`));
  await language.show();
  await showState();
  document.body.dataset.ready = 'welcome';
}

async function tryAgain() {
  const texts = await currentTexts();
  tell('state', texts.say('updating'));
  retry.disabled = true;
  await requestUpdate();
  retry.disabled = false;
  await showState();
  // A button that has gone takes the focus with it.
  if (retry.hidden) example.focus();
  else retry.focus();
}

retry.addEventListener('click', () => void tryAgain());
language.wire(showAll);
onLanguageChange(() => void showAll());
onListChange(() => void showState());
void showAll().then(() => find('h1', HTMLElement).focus({ preventScroll: true }));
askWhileMissing(async () => {
  await showState();
  return false;
});
