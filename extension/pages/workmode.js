/**
 * Work mode in the popup: clearly shown while it is on, with the time that is left and the way to end it; offered at the end of
 * the popup while it is off.
 */

import { HOURS, setWorkMode, timeLeft } from '../background/workmode.js';
import { button, disclosure, element, icon } from './dom.js';

/** @typedef {import('../background/workmode.js').WorkMode} WorkMode */
/** @typedef {import('../i18n/texts.js').Texts} Texts */

/**
 * How long it still lasts, in words.
 *
 * @param {Texts} texts
 * @param {WorkMode} mode that is on
 * @param {number} [now] milliseconds
 */
export function leftWords(texts, { until }, now = Date.now()) {
  if (until === null) return texts.say('workAlwaysOn');
  const { hours, minutes } = timeLeft(until, now);
  if (hours === 0) return texts.say('workLeftMinutes', { minutes });
  return minutes === 0 ? texts.say('workLeftHours', { hours }) : texts.say('workLeft', { hours, minutes });
}

/**
 * @param {Texts} texts
 * @param {WorkMode} mode
 * @param {(news: string) => void} done called when it was switched off, with what to say
 * @returns {HTMLElement | null} null while it is off
 */
export function workBanner(texts, mode, done) {
  if (!mode.on) return null;
  const off = () => void setWorkMode('off').then(() => done(texts.say('workIsOff')));
  const words = element('p', {}, icon('work'), element('strong', {}, texts.say('workOnTitle')), ' ', leftWords(texts, mode));
  return element('section', { class: 'work', 'aria-label': texts.say('workTitle') }, words, button(texts.say('workOff'), off, { id: 'work-off', class: 'quiet' }));
}

/**
 * @param {Texts} texts
 * @param {WorkMode} mode
 * @param {(news: string) => void} done called when it was switched on, with what to say
 * @returns {HTMLElement | null} null while it is on
 */
export function workOffer(texts, mode, done) {
  if (mode.on) return null;
  /** @param {'hours' | 'always'} choice */
  const on = (choice) => () => void setWorkMode(choice).then(() => done(texts.say('workIsOn')));
  return disclosure(
    texts.say('workTitle'),
    'work',
    element('p', {}, texts.say('workText')),
    element(
      'div',
      { class: 'actions' },
      button(texts.say('workHours', { hours: HOURS }), on('hours'), { id: 'work-hours', class: 'quiet' }),
      button(texts.say('workAlways'), on('always'), { id: 'work-always', class: 'quiet' }),
    ),
  );
}
