/**
 * Rules: the published data that turns an address into a key, compiled and indexed by host.
 *
 * Decides which rules speak about a host. Follows docs/identity.md, section 7; the bundle is the signed
 * file that service/cektautan/publish/rules_bundle.py makes of rules/*.json. The extension has no rules
 * of its own, so that the keys of a list and the rules that made them never part. It must not know any
 * platform by name.
 */

import { Shelves } from './shelves.js';
import { BadRule, compileClass } from './templates.js';

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./shelves.js').HostRules} HostRules */

/**
 * @typedef {object} ContentData
 * @property {string[]} [hosts]
 * @property {string} path
 * @property {Record<string, string>} [query]
 * @property {string} key
 * @property {string} [canonical]
 * @property {'opaque' | 'platform'} [surface]
 * @property {true} [comment]
 *
 * @typedef {object} PlatformData
 * @property {string} id
 * @property {string[]} hosts
 * @property {'platform' | 'page'} other
 * @property {ContentData[]} content
 * @property {string[]} [pages]
 * @property {string[]} [comment_query]
 *
 * @typedef {object} WrapperData
 * @property {string} id
 * @property {string[]} hosts
 * @property {string} [path]
 * @property {string[]} [query]
 * @property {string} [to]
 * @property {boolean} [relative]
 * @property {'translate-goog'} [decode]
 *
 * @typedef {object} OpaqueData
 * @property {string} id
 * @property {string[]} hosts
 * @property {string} path
 * @property {string} key
 * @property {string} [canonical]
 *
 * @typedef {object} SiteData
 * @property {string} id
 * @property {string[]} hosts
 * @property {string[]} [strip_suffix]
 * @property {string[]} [strip_prefix]
 * @property {string[]} [drop_query]
 *
 * @typedef {object} Bundle what the signed rules file holds
 * @property {1} format
 * @property {import('./templates.js').CharClass[]} classes
 * @property {PlatformData[]} platforms
 * @property {WrapperData[]} wrappers
 * @property {OpaqueData[]} opaque
 * @property {SiteData[]} sites
 * @property {{name?: string, prefix?: string}[]} parameters
 */

const FORMAT = 1;

/** A compiled bundle. */
export class Rules {
  /** @type {ReadonlyMap<string, HostRules>} */
  #exact;
  /** @type {ReadonlyMap<string, HostRules>} */
  #under;
  /** @type {ReadonlySet<string>} */
  #trackingNames;
  /** @type {string[]} */
  #trackingPrefixes;

  /** @param {Bundle} bundle */
  constructor(bundle) {
    if (bundle.format !== FORMAT) throw new BadRule(`format ${bundle.format} of the rules is not known`);
    const shelves = new Shelves(new Map(bundle.classes.map((data) => [data.id, compileClass(data)])));
    for (const data of bundle.platforms) shelves.addPlatform(data);
    for (const data of bundle.opaque) shelves.addContent({ ...data, surface: 'opaque' }, data.hosts, []);
    for (const data of bundle.wrappers) shelves.addWrapper(data);
    for (const data of bundle.sites) shelves.addSite(data);
    ({ exact: this.#exact, under: this.#under } = shelves.merged());
    this.#trackingNames = new Set(bundle.parameters.flatMap(({ name }) => name ?? []));
    this.#trackingPrefixes = bundle.parameters.flatMap(({ prefix }) => prefix ?? []);
    /** Names such as `tg://resolve` that stand for a host. */
    this.pseudoHosts = new Set([...this.#exact.keys()].filter((host) => host.includes('://')));
  }

  /**
   * @param {Bundle} bundle
   * @throws {BadRule} where a template or a class is not understood
   */
  static fromBundle(bundle) {
    return new Rules(bundle);
  }

  /**
   * What is said about the host of an address; null, and quickly, for most hosts. An address with a port
   * of its own is no platform's, whatever its host, unless a rule names host and port.
   * @param {Address} address
   * @returns {HostRules | null}
   */
  of({ host, port }) {
    if (port !== '') return this.#exact.get(`${host}:${port}`) ?? null;
    const exact = this.#exact.get(host);
    if (exact !== undefined) return exact;
    for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1)) {
      const under = this.#under.get(host.slice(dot + 1));
      if (under !== undefined) return under;
    }
    return null;
  }

  /** @param {string} name of a query parameter, in lower case */
  isTracking(name) {
    return this.#trackingNames.has(name) || this.#trackingPrefixes.some((prefix) => name.startsWith(prefix));
  }
}
