/**
 * Zero contact, in Chromium: one rule that the browser keeps by itself, for imitations whose names the list gives in plain.
 *
 * Chromium lets no request wait for an answer of ours (docs/adr/0067), so it is told beforehand which domains it must not open.
 * The rule drops requests and decides nothing: what is shown, a warning or the page, is decided by navigation.js as ever. So
 * the rule is made anew whenever the list, the settings or the reader's decisions change, and a domain whose request
 * was dropped although no warning is due (its calm page has been shown, it is opened from its own check) leaves it for this session. What cannot be read leaves no rule: the web
 * must not stop because we do.
 */

import { onListChange } from '../list/notices.js';
import { publicDomains } from '../list/publichosts.js';
import { readPublication } from '../list/store.js';
import { wantsBanner } from './banner.js';
import { allowedName, isAllowed } from './decisions.js';
import { beforeGivingBack, currentChoice, needsOf, NOTHING, onChoiceChange } from './features.js';
import { isOwnPage, RELEASE } from './messages.js';
import { api, isFirefox } from './platform.js';
import { recall, remember } from './session.js';
import { onWorkModeChange, workMode } from './workmode.js';

/** @typedef {import('../list/publichosts.js').PublicDomain} PublicDomain */

const ID = 1;
/** The name of the alarm at the end of the work mode, which no other event tells of. */
const ALARM = 'rule';
const CAUTION = 2;

/** @param {string} key */
function freeName(key) {
  return `free ${key}`;
}

/**
 * Whether the reader is to decide before this domain is contacted.
 *
 * @param {PublicDomain} domain
 * @param {boolean} banner
 */
async function isHeld({ key, level }, banner) {
  if ((await isAllowed(key)) || (await recall(freeName(key))) === true) return false;
  // A bar comes on top of the page itself.
  return level !== CAUTION || !banner;
}

/** @returns {Promise<PublicDomain[]>} */
async function wanted() {
  const needs = /** @type {chrome.permissions.Permissions} */ (needsOf({ ...NOTHING, noContact: true }));
  if (!(await currentChoice()).noContact || !(await api.permissions.contains(needs))) return [];
  const { on, until } = await workMode();
  if (on && until !== null) await api.alarms.create(ALARM, { when: until + 1 });
  if (on) return [];
  const stored = await readPublication();
  const domains = stored === null ? [] : publicDomains(stored.buckets.values());
  const banner = await wantsBanner();
  const held = await Promise.all(domains.map((domain) => isHeld(domain, banner)));
  return domains.filter((_, i) => held[i]);
}

/** @returns {Promise<string[]>} the domains that the browser does not open now */
async function ruled() {
  const [rule] = await api.declarativeNetRequest.getDynamicRules();
  return rule?.condition.requestDomains ?? [];
}

async function apply() {
  // A browser without such rules keeps none.
  if (api.declarativeNetRequest === undefined) return;
  const domains = (await wanted().catch(() => [])).map(({ domain }) => domain);
  if (JSON.stringify(domains) === JSON.stringify(await ruled())) return;
  // Without any domain a rule would be about every page there is.
  const rule = /** @type {chrome.declarativeNetRequest.Rule} */ ({
    id: ID,
    action: { type: 'block' },
    condition: { requestDomains: domains, resourceTypes: ['main_frame'] },
  });
  await api.declarativeNetRequest.updateDynamicRules({ removeRuleIds: [ID], addRules: domains.length === 0 ? [] : [rule] });
}

/** @type {Promise<void>} changes are applied one after another */
let applying = Promise.resolve();

/** @returns {Promise<void>} resolves when the rule says what is so now; never rejects */
export function settleRule() {
  if (isFirefox()) return applying;
  applying = applying.then(apply).catch(() => {});
  return applying;
}

/**
 * Whether it was our rule that dropped a request to this address; others in the browser may drop some too.
 *
 * @param {string} url
 */
export async function isDropped(url) {
  if (isFirefox() || api.declarativeNetRequest === undefined) return false;
  const { hostname } = new URL(url);
  return (await ruled()).some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/**
 * Takes what an address is listed under out of the rule until the browser closes: its request was dropped, and no warning is due.
 *
 * @param {string} url
 */
export async function release(url) {
  const { hostname } = new URL(url);
  for (const domain of await ruled()) {
    if (hostname === domain || hostname.endsWith(`.${domain}`)) await remember(freeName(`domain:${domain}`), true);
  }
  await settleRule();
}

/** Wires the feature. Must be called at the top level of the worker. */
export function registerHostRule() {
  if (isFirefox()) return;
  const settle = () => void settleRule();
  api.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.type !== RELEASE || !isOwnPage(sender)) return false;
    void settleRule().then(() => reply(true));
    return true;
  });
  beforeGivingBack(settleRule);
  onListChange(settle);
  onChoiceChange(settle);
  onWorkModeChange(settle);
  api.storage.onChanged.addListener((changes, area) => {
    if (area === 'session' && Object.keys(changes).some((name) => name.startsWith(allowedName('')))) settle();
  });
  api.permissions?.onAdded?.addListener(settle);
  api.permissions?.onRemoved?.addListener(settle);
  api.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) settle();
  });
  // What the reader decided in the last session is gone with it.
  api.runtime.onStartup.addListener(settle);
  api.runtime.onInstalled.addListener(settle);
}
