/**
 * The options page: language, where the list comes from, what is stored.
 *
 * Another server or key decides what the reader is warned of, and throws the stored list away. So it is checked
 * (config.js), asked about first, and never taken from anywhere but this form.
 */

import { onConfigChange, parseRootKey, parseServer, readConfig, saveConfig } from '../background/config.js';
import { requestUpdate } from '../background/messages.js';
import { onListChange } from '../list/notices.js';
import { chooseLanguage, chosenLanguage, currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { fillTexts, find } from './dom.js';
import { ask } from './question.js';
import { removeAll, storedWords } from './stored.js';

/** @typedef {import('../i18n/texts.js').Texts} Texts */

const server = find('#server', HTMLInputElement);
const rootKey = find('#rootKey', HTMLInputElement);

/** @param {HTMLInputElement} field @param {string} message empty where it is right */
function mark(field, message) {
  const wrong = find(`#${field.id}-wrong`, HTMLElement);
  wrong.textContent = message;
  wrong.hidden = message === '';
  if (message === '') field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
}

/** @param {string} id @param {string} text */
function tell(id, text) {
  find(`#${id}`, HTMLElement).textContent = text;
}

async function showSource() {
  const texts = await currentTexts();
  const config = await readConfig();
  server.value = config.server;
  rootKey.value = config.rootKey ?? '';
  tell('source-now', texts.say(config.origin === 'options' ? 'sourceOwn' : 'sourceDefault'));
  find('#reset', HTMLButtonElement).hidden = config.origin !== 'options';
}

async function showStored() {
  find('#stored', HTMLElement).replaceChildren(await storedWords(await currentTexts()));
}

async function showAll() {
  const texts = await currentTexts();
  fillTexts(texts);
  document.title = texts.say('optionsTitle');
  const chosen = (await chosenLanguage()) ?? '';
  for (const radio of document.querySelectorAll('input[name="language"]')) {
    if (radio instanceof HTMLInputElement) radio.checked = radio.value === chosen;
  }
  await showSource();
  await showStored();
  document.body.dataset.ready = 'options';
}

/** @param {{ server: string, rootKey: string } | null} choice null goes back to the packaged server */
async function change(choice) {
  const texts = await currentTexts();
  const words = { server: choice?.server ?? texts.say('sourceReset') };
  const sure = await ask({
    title: texts.say('changeTitle'),
    text: texts.say(choice === null ? 'resetText' : 'changeText', words),
    yes: texts.say('changeYes'),
  });
  if (!sure) return;
  await saveConfig(choice);
  tell('source-news', texts.say('saved'));
  await showSource();
  await requestUpdate();
  await showStored();
}

/** @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  const texts = await currentTexts();
  const address = parseServer(server.value);
  const key = parseRootKey(rootKey.value);
  mark(server, address === null ? texts.say('serverWrong') : '');
  mark(rootKey, key === null ? texts.say('rootKeyWrong') : '');
  if (address === null || key === null) {
    (address === null ? server : rootKey).focus();
    return;
  }
  const now = await readConfig();
  if (now.server === address && now.rootKey === key) tell('source-news', texts.say('savedSame'));
  else await change({ server: address, rootKey: key });
}

async function remove() {
  const texts = await currentTexts();
  const sure = await ask({ title: texts.say('removeTitle'), text: texts.say('removeText'), yes: texts.say('removeYes') });
  if (!sure) return;
  await removeAll();
  await showAll();
  tell('stored-news', texts.say('removed'));
}

find('#source', HTMLFormElement).addEventListener('submit', (event) => void submit(event));
find('#reset', HTMLButtonElement).addEventListener('click', () => void change(null));
find('#remove', HTMLButtonElement).addEventListener('click', () => void remove());
find('.choices', HTMLElement).addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  void chooseLanguage(target.value === 'id' || target.value === 'en' ? target.value : null);
});

onLanguageChange(() => void showAll());
onListChange(() => void showStored());
onConfigChange(() => void showSource());
void showAll().then(() => find('h1', HTMLElement).focus({ preventScroll: true }));
