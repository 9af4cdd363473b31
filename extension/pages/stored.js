/**
 * What the extension keeps on this device, in words, and how all of it is removed.
 *
 * Removing takes the list, the settings and this session's choices. The next update starts from the packaged
 * server, as after installing.
 */

import { readConfig } from '../background/config.js';
import { currentList, updateStatus } from '../list/current.js';
import { announceListChange } from '../list/notices.js';
import { api } from '../background/platform.js';
import { emptyStatus, wipe } from '../list/store.js';
import { formatMoment } from '../i18n/dates.js';
import { rows } from './dom.js';
import { problemWords } from './listinfo.js';

/** @typedef {import('../i18n/texts.js').Texts} Texts */

/** @param {Texts} texts */
export async function storedWords(texts) {
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
            listings: list.manifest.snapshot.keys,
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
  return rows(words);
}

/** Removes everything this extension has stored. */
export async function removeAll() {
  await api.storage.session.clear();
  await api.storage.local.clear();
  await wipe(emptyStatus());
  announceListChange();
}
