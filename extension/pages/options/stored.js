/**
 * The section about what is stored: what the extension keeps on this device, in words, and how all of it is removed.
 *
 * Removing takes the list, the settings and this session's choices. The next update starts from the packaged
 * server, as after installing.
 */

import { readConfig } from '../../background/config.js';
import { api } from '../../background/platform.js';
import { listedLinks } from '../../core/manifest.js';
import { own } from '../../background/ownreports.js';
import { currentTexts } from '../../i18n/chosen.js';
import { formatMoment } from '../../i18n/dates.js';
import { currentList, updateStatus } from '../../list/current.js';
import { announceListChange, onListChange } from '../../list/notices.js';
import { emptyStatus, wipe } from '../../list/store.js';
import { find, rows, tell } from '../dom.js';
import { problemWords } from '../listinfo.js';
import { ask } from './question.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */

/** @param {Texts} texts */
async function storedWords(texts) {
  const [list, status, { rootKey }, session] = await Promise.all([
    currentList(),
    updateStatus(),
    readConfig(),
    api.storage.session.get(null),
  ]);
  const { language } = texts;
  const opened = Object.keys(session).filter((name) => name.startsWith('allowed ')).length;
  /** @type {[string, string][]} */
  const words = [
    [
      texts.say('storedList'),
      list === null
        ? texts.say('listNone')
        : texts.say('storedListLine', {
            seq: list.seq,
            listings: listedLinks(list.manifest),
            ...formatMoment(list.created, language),
          }),
    ],
    [
      texts.say('storedChecked'),
      status.checked === null
        ? texts.say('storedNever')
        : texts.say('storedCheckedLine', formatMoment(status.checked, language)),
    ],
  ];
  if (status.error !== null) words.push([texts.say('storedError'), problemWords(texts, status.error.code, rootKey !== null)]);
  words.push([texts.say('storedChoices'), texts.say('storedChoicesLine', { count: opened })]);
  words.push([texts.say('ownTitle'), texts.say('storedReportsLine', { count: (await own.all()).length })]);
  return rows(words);
}

/** Removes everything this extension has stored. */
async function removeAll() {
  await api.storage.session.clear();
  await api.storage.local.clear();
  await wipe(emptyStatus());
  announceListChange();
}

async function show() {
  find('#stored', HTMLElement).replaceChildren(await storedWords(await currentTexts()));
}

/** @param {() => Promise<void>} showAll */
async function remove(showAll) {
  const texts = await currentTexts();
  const sure = await ask({ title: texts.say('removeTitle'), text: texts.say('removeText'), yes: texts.say('removeYes') });
  if (!sure) return;
  await removeAll();
  await showAll();
  tell('stored-news', (await currentTexts()).say('removed'));
}

/** @type {import('../options.js').Section} */
export const stored = {
  show,
  wire(showAll) {
    find('#remove', HTMLButtonElement).addEventListener('click', () => void remove(showAll));
    onListChange(() => void show());
  },
};
