/**
 * The words that scripts say: they stand in the page, in its language, so that no script holds a text of its own.
 */

/**
 * @param {string} name of a data attribute of the page's words
 * @param {Record<string, string | number>} [values] for the {names} in it
 */
export function word(name, values = {}) {
  const text = document.getElementById('words')?.dataset[name] ?? '';
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/**
 * Says something that a screen reader announces.
 *
 * @param {string} text
 */
export function say(text) {
  const place = document.getElementById('said');
  if (place) place.textContent = text;
}

/**
 * Shows a message at the top of the page, where what happened stands.
 *
 * @param {string} text
 * @param {'problem' | 'heed' | ''} tone
 */
export function show(text, tone) {
  const box = document.createElement('div');
  box.className = `told ${tone}`;
  box.setAttribute('role', tone === 'problem' ? 'alert' : 'status');
  const line = document.createElement('p');
  line.textContent = text;
  box.append(line);
  document.getElementById('told')?.replaceChildren(box);
}
