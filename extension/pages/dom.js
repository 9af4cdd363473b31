/**
 * Builds what the pages show, from elements and text nodes only.
 *
 * Nothing here parses markup: a text of a record or a server can never become an element, a script or a style.
 */

/**
 * @typedef {Node | string | null} Child null is nothing
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes] `class`, `id`, `lang`, `href`, … as in markup
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {{ new (): T }} kind
 * @returns {T} the one element of the page that is meant
 */
export function find(selector, kind) {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * Says something in an element that is there, such as a status that a screen reader announces.
 *
 * @param {string} id
 * @param {string} text
 */
export function tell(id, text) {
  find(`#${id}`, HTMLElement).textContent = text;
}

/**
 * A drawing that says nothing by itself: a word always stands beside it.
 *
 * @param {string} name of a file in icons/
 */
export function icon(name) {
  return element('span', { class: `icon icon-${name}`, 'aria-hidden': 'true' });
}

/**
 * @param {string} text
 * @param {() => void} action
 * @param {Record<string, string>} [attributes]
 * @param {string} [drawing]
 */
export function button(text, action, attributes = {}, drawing = '') {
  const made = element('button', { type: 'button', ...attributes }, drawing === '' ? null : icon(drawing), text);
  made.addEventListener('click', action);
  return made;
}

/**
 * A part that opens and closes, by keyboard too.
 *
 * @param {string} title
 * @param {string} id
 * @param {...Child} children
 */
export function disclosure(title, id, ...children) {
  const summary = element('summary', {}, icon('more'), title);
  return element('details', { id }, summary, element('div', { class: 'inside' }, ...children));
}

/**
 * @param {[string, Child | Child[]][]} rows
 */
export function rows(rows) {
  const made = rows.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, ...[value].flat())),
  );
  return element('dl', {}, ...made);
}

/**
 * Fills every element that names its text in the page's markup, and the page's language.
 *
 * @param {import('../i18n/texts.js').Texts} texts
 */
export function fillTexts(texts) {
  document.documentElement.lang = texts.language;
  for (const each of document.querySelectorAll('[data-text]')) {
    each.textContent = texts.say(/** @type {HTMLElement} */ (each).dataset.text ?? '');
  }
}
