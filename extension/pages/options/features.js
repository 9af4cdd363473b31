/**
 * The section about the optional features: what each does and may see, its own request, and taking it back.
 *
 * A press on a switch asks the browser at once, because a browser only asks on a press. What the reader refuses, or takes back
 * in the browser's own settings, is shown as off. What this browser cannot have is not there.
 */

import { EVERYWHERE, PLACES, currentChoice, onChoiceChange, possible, turnOff, turnOn } from '../../background/features.js';
import { isFirefox } from '../../background/platform.js';
import { currentTexts } from '../../i18n/chosen.js';
import { element, find, tell } from '../dom.js';

/** @typedef {import('../../background/features.js').Choice} Choice */

/** @param {string} name */
function switchOf(name) {
  return find(`#features input[name="${name}"]`, HTMLInputElement);
}

async function showPlaces() {
  const texts = await currentTexts();
  const { marks } = await currentChoice();
  const places = find('#places', HTMLElement);
  if (places.childElementCount === 0) {
    for (const place of PLACES.keys()) {
      const box = element('input', { type: 'checkbox', id: `place-${place}`, name: 'place', value: place });
      places.append(element('label', {}, box, element('span', {})));
    }
  }
  for (const label of places.children) {
    const box = /** @type {HTMLInputElement} */ (label.firstElementChild);
    const isCovered = box.value !== EVERYWHERE && marks.includes(EVERYWHERE);
    box.checked = isCovered || marks.includes(box.value);
    box.disabled = isCovered;
    /** @type {Element} */ (label.lastElementChild).textContent = texts.say(`place_${box.value}`);
  }
}

async function show() {
  const can = await possible();
  const { banner, noContact } = await currentChoice();
  find('#features', HTMLElement).hidden = !Object.values(can).includes(true);
  find('#marks', HTMLElement).hidden = !can.marks;
  find('#banner', HTMLElement).hidden = !can.banner;
  find('#noContact', HTMLElement).hidden = !can.noContact;
  switchOf('banner').checked = banner;
  switchOf('noContact').checked = noContact;
  await showPlaces();
  if (isFirefox()) return;
  // What Chromium can have is less, and must not be called by the name of more (docs/adr/0067).
  const texts = await currentTexts();
  find('#noContact .switch span', HTMLElement).textContent = texts.say('noContactNamedTitle');
  find('#noContact-text', HTMLElement).textContent = texts.say('noContactNamedText');
}

/**
 * @param {string} group where the outcome is told
 * @param {Promise<Outcome>} outcome
 */
async function report(group, outcome) {
  tell(`${group}-news`, '');
  const name = await outcome.finally(() => {
    busy = false;
  });
  await show();
  tell(`${group}-news`, (await currentTexts()).say(name));
}

/** @typedef {'featureIsOn' | 'featureIsOff' | 'featureRefused'} Outcome */

/** @param {Partial<Choice>} wanted @returns {Promise<Outcome>} */
async function start(wanted) {
  return (await turnOn(wanted)) ? 'featureIsOn' : 'featureRefused';
}

/** @param {(now: Choice) => Choice} without @returns {Promise<Outcome>} */
async function end(without) {
  await turnOff(without(await currentChoice()));
  return 'featureIsOff';
}

/** Whether a change is under way: another one has to wait, or it would ask for what is just being given back. */
let busy = false;

/** @param {HTMLInputElement} box */
function changed(box) {
  const { name, value, checked } = box;
  if (busy) {
    box.checked = !checked;
    return;
  }
  busy = true;
  if (name === 'place') {
    const marks = [value];
    void report('marks', checked ? start({ marks }) : end((now) => ({ ...now, marks: now.marks.filter((each) => each !== value) })));
  } else void report(name, checked ? start({ [name]: true }) : end((now) => ({ ...now, [name]: false })));
}

/** @type {import('../options.js').Section} */
export const features = {
  show,
  wire() {
    find('#features', HTMLElement).addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement) changed(target);
    });
    onChoiceChange(() => void show());
  },
};
