/**
 * The section about the source: which server the list comes from, and which key has to have signed it.
 *
 * Another server or key decides what the reader is warned of, and throws the stored list away. So it is checked
 * (config.js), asked about first, and never taken from anywhere but this form.
 */

import { onConfigChange, parseRootKey, parseServer, readConfig, saveConfig } from '../../background/config.js';
import { requestUpdate } from '../../background/messages.js';
import { currentTexts } from '../../i18n/chosen.js';
import { find, tell } from '../dom.js';
import { ask } from './question.js';

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

async function show() {
  const texts = await currentTexts();
  const config = await readConfig();
  server.value = config.server;
  rootKey.value = config.rootKey ?? '';
  tell('source-now', texts.say(config.origin === 'options' ? 'sourceOwn' : 'sourceDefault'));
  find('#reset', HTMLButtonElement).hidden = config.origin !== 'options';
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
  await show();
  await requestUpdate();
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

/** @type {import('../options.js').Section} */
export const source = {
  show,
  wire() {
    find('#source', HTMLFormElement).addEventListener('submit', (event) => void submit(event));
    find('#reset', HTMLButtonElement).addEventListener('click', () => void change(null));
    onConfigChange(() => void show());
  },
};
