/**
 * Rules from a checkout: merges rules/*.json into the bundle that is published.
 *
 * Decides nothing; it is for node tools and tests only, since the extension receives its rules with
 * the signed list. service/cektautan/publish/rules_bundle.py merges in the same way and checks the
 * schemas as well. Reasons and examples are for people, so they do not travel.
 */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** @typedef {import('../core/rules.js').Bundle} Bundle */

/** Which file gives which list of the bundle. */
const SOURCES = [
  ['classes.json', 'classes', 'classes'],
  ['platforms.json', 'platforms', 'platforms'],
  ['redirectors.json', 'wrappers', 'wrappers'],
  ['archives.json', 'wrappers', 'wrappers'],
  ['shorteners.json', 'opaque', 'opaque'],
  ['sites.json', 'sites', 'sites'],
  ['tracking.json', 'parameters', 'parameters'],
];

const FOR_PEOPLE = new Set(['reason', 'examples', 'matches', 'refuses']);

/** The rules of this checkout. */
const RULES_DIR = fileURLToPath(new URL('../../rules/', import.meta.url));

/** @param {Record<string, unknown>} entry */
function published(entry) {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !FOR_PEOPLE.has(name)));
}

/**
 * @param {string} [directory]
 * @returns {Promise<Bundle>}
 */
export async function loadRules(directory = RULES_DIR) {
  /** @type {Record<string, unknown[]> & {format?: number}} */
  const bundle = { classes: [], platforms: [], wrappers: [], opaque: [], sites: [], parameters: [] };
  for (const [file, member, list] of SOURCES) {
    const data = JSON.parse(await readFile(new URL(file, `file://${directory}/`), 'utf8'));
    if (data.format !== 1) throw new TypeError(`${file}: unknown format ${data.format}`);
    bundle[list].push(...data[member].map(published));
  }
  return /** @type {Bundle} */ (/** @type {unknown} */ ({ format: 1, ...bundle }));
}
