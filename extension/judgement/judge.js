/**
 * Judges one address with the list that is here: identity, prefixes, full hashes, decision.
 *
 * Local: no address, key or hash leaves this computer. A listing counts only if the full SHA-256
 * of its public record is the key's: a prefix that fits by chance is no match, and the next key
 * is asked. Where the record cannot be had just now (details.js), or names no claim or no check, the answer is a note and no
 * more, for nothing may warn without claim and checker. Nothing here says "safe": what no key finds is
 * `unknown`, `unresolved` or `platform`.
 */

import { NotJudgeable } from '../core/address.js';
import { decide } from '../core/decision.js';
import { ListError } from '../core/errors.js';
import { identify } from '../core/identity.js';
import { hex, keyHash, prefix } from '../core/keys.js';
import { Level, State, UNLISTED_STATE, verdictName } from '../core/vocabulary.js';
import { widerKeys } from '../core/wider.js';
import { currentList } from '../list/current.js';

/** @typedef {import('../core/identity.js').Identity} Identity */
/** @typedef {import('../core/vocabulary.js').StateName} StateName */
/** @typedef {import('../core/vocabulary.js').StalenessName} StalenessName */
/** @typedef {import('../list/details.js').Details} Details */
/** @typedef {import('../list/current.js').List} List */

/**
 * @typedef {object} Judgement
 * @property {StateName} state
 * @property {string | null} reason why the state is `error`: a NotJudgeable reason, or `no_list`; `no_details`
 *   where something is listed and its record could not be had or read
 * @property {number} level 0 to 3
 * @property {string} verdict a word such as `false`; `unknown` where nothing is listed
 * @property {string} kind of the key that decided, empty where nothing is listed
 * @property {string} key that decided, empty where nothing is listed
 * @property {Identity | null} identity
 * @property {Record<string, any> | null} listing
 * @property {Record<string, any> | null} claim
 * @property {Record<string, any>[]} reviews of the claim
 * @property {boolean} test whether it is one of the service's own test pages, which nothing counts
 * @property {Details['also']} also what other claims say of the same key
 * @property {{ seq: number, created: number, expires: number, staleness: StalenessName, licence: string } | null} list
 */

/** @type {Judgement} */
const NOTHING = {
  state: State.ERROR,
  reason: null,
  level: 0,
  verdict: 'unknown',
  kind: '',
  key: '',
  identity: null,
  listing: null,
  claim: null,
  reviews: [],
  test: false,
  also: [],
  list: null,
};

/**
 * The first key that is truly listed, with its record. No later key can decide.
 *
 * @param {readonly string[]} keys
 * @param {List} list
 * @param {boolean} asks
 * @returns {Promise<{ key: string, details: Details | null } | null>} `details` is null where they could not be had
 */
async function firstListed(keys, list, asks) {
  for (const key of keys) {
    const hash = keyHash(key);
    const { high, low } = prefix(hash);
    if (list.find(high, low) === null) continue;
    try {
      const details = await list.details(hex(hash), asks);
      if (details !== null) return { key, details };
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      return { key, details: null };
    }
  }
  return null;
}

/**
 * What the address is about; where it is refused what it certainly lies under, for no spelling may lead past a wider listing.
 *
 * @param {string} url
 * @param {List} list
 * @returns {{ identity: Identity | null, keys: string[], reason: string | null }}
 */
function identified(url, { rules }) {
  try {
    const identity = identify(url, rules);
    return { identity, keys: identity.keys, reason: null };
  } catch (error) {
    if (error instanceof NotJudgeable) return { identity: null, keys: widerKeys(url, rules), reason: error.reason };
    throw error;
  }
}

/**
 * @param {string} url
 * @param {number} [now] Unix seconds
 * @param {object} [how]
 * @param {boolean} [how.asks] whether a record that is not here may be fetched: not for a link that is only seen
 * @returns {Promise<Judgement>}
 */
export async function judge(url, now = Math.floor(Date.now() / 1000), { asks = true } = {}) {
  const list = await currentList();
  if (list === null) return { ...NOTHING, reason: 'no_list' };
  const staleness = list.staleness(now);
  const { seq, created, expires, licence } = list;
  const dated = { ...NOTHING, list: { seq, created, expires, staleness, licence } };
  const { identity, keys, reason } = identified(url, list);
  const listed = await firstListed(keys, list, asks);
  const decision = listed === null ? null : decide([listed.key], list.find, staleness);
  if (listed === null || decision === null) {
    return identity === null ? { ...dated, reason } : { ...dated, identity, state: UNLISTED_STATE[identity.surface] };
  }
  const { level, verdict, kind, key } = decision;
  const state = level === Level.CLEARED ? State.CLEARED : State.LISTED;
  const decided = { ...dated, identity, state, verdict: verdictName(verdict), kind, key };
  const bare = { reason: 'no_details', level: Math.min(level, Level.NOTE) };
  if (listed.details === null) return { ...decided, ...bare };
  const { listing, claim, also } = listed.details;
  const reviews = claim?.reviews ?? [];
  const judged = { ...decided, level, listing, claim, also, reviews, test: listing.test === true };
  return reviews.length === 0 ? { ...judged, ...bare } : judged;
}
