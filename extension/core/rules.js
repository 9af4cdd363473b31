/**
 * Rules: the published data that turns an address into a key, compiled and indexed by host.
 *
 * Decides which rules speak about a host. Follows docs/identity.md, "Rules"; the bundle is the signed
 * file that service/cektautan/publish/rules_bundle.py makes of rules/*.json. The extension has no
 * rules of its own, so that the keys of a list and the rules that made them never part.
 */

import { compileClass, compilePath, compileSegment } from './templates.js';

/**
 * @typedef {import('./templates.js').CharClass} CharClass
 * @typedef {import('./templates.js').CompiledClass} CompiledClass
 * @typedef {import('./templates.js').PathTemplate} PathTemplate
 * @typedef {import('./templates.js').SegmentMatcher} SegmentMatcher
 *
 * @typedef {object} ContentData
 * @property {string[]} [hosts]
 * @property {string} path
 * @property {Record<string, string>} [query]
 * @property {string} key
 * @property {string} [canonical]
 * @property {'opaque'} [surface]
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
 *
 * @typedef {object} SiteData
 * @property {string} id
 * @property {string[]} hosts
 * @property {string[]} [strip_suffix]
 * @property {string[]} [strip_prefix]
 * @property {string[]} [drop_query]
 *
 * @typedef {object} Bundle
 * @property {1} format
 * @property {CharClass[]} classes
 * @property {PlatformData[]} platforms
 * @property {WrapperData[]} wrappers
 * @property {OpaqueData[]} opaque
 * @property {SiteData[]} sites
 * @property {{name?: string, prefix?: string}[]} parameters
 */

/**
 * @typedef {object} ContentRule
 * @property {ReadonlySet<string> | null} hosts null where every host of the platform is meant
 * @property {PathTemplate} path
 * @property {[string, SegmentMatcher][]} query
 * @property {string} key
 * @property {string} canonical empty where the normal form is the canonical address
 * @property {'content' | 'opaque'} surface
 *
 * @typedef {object} Platform
 * @property {string} id
 * @property {'platform' | 'page'} other
 * @property {ContentRule[]} content
 * @property {PathTemplate[]} pages
 * @property {string[]} commentQuery
 *
 * @typedef {object} Wrapper
 * @property {string} id
 * @property {PathTemplate} path
 * @property {string[]} query
 * @property {string} to
 * @property {boolean} relative
 * @property {boolean} isTranslateGoog
 *
 * @typedef {object} Site
 * @property {string[]} stripSuffix
 * @property {string[]} stripPrefix
 * @property {ReadonlySet<string>} dropQuery
 *
 * @typedef {object} HostRules
 * @property {Wrapper[]} wrappers
 * @property {ContentRule[]} opaque
 * @property {Platform[]} platforms
 * @property {Site[]} sites
 * @property {string} sub what the `*` of a wildcard host stood for
 */

/** @typedef {Omit<HostRules, 'sub'>} Shelf */

/** @returns {Shelf} */
const emptyShelf = () => ({ wrappers: [], opaque: [], platforms: [], sites: [] });

/** @type {HostRules} */
const NOTHING = { ...emptyShelf(), sub: '' };

export class Rules {
  /** @type {Map<string, Shelf>} */
  #exact = new Map();
  /** @type {Map<string, Shelf>} */
  #under = new Map();
  /** @type {Set<string>} */
  #trackingNames = new Set();
  /** @type {string[]} */
  #trackingPrefixes = [];
  /** Names such as `tg://resolve` that stand for a host. */
  /** @type {Set<string>} */
  pseudoHosts = new Set();

  /**
   * @param {Bundle} bundle
   * @returns {Rules}
   * @throws {TypeError} where a template or a class is not understood
   */
  static fromBundle(bundle) {
    const rules = new Rules();
    const classes = new Map(bundle.classes.map((item) => [item.id, compileClass(item)]));
    for (const item of bundle.wrappers) rules.#add(item.hosts, 'wrappers', compileWrapper(item, classes));
    for (const item of bundle.opaque) {
      rules.#add(item.hosts, 'opaque', compileContent({ ...item, hosts: undefined, surface: 'opaque' }, classes));
    }
    for (const item of bundle.platforms) rules.#add(item.hosts, 'platforms', compilePlatform(item, classes));
    for (const item of bundle.sites) {
      rules.#add(item.hosts, 'sites', {
        stripSuffix: item.strip_suffix ?? [],
        stripPrefix: item.strip_prefix ?? [],
        dropQuery: new Set(item.drop_query ?? []),
      });
    }
    for (const { name, prefix } of bundle.parameters) {
      if (name !== undefined) rules.#trackingNames.add(name);
      if (prefix !== undefined) rules.#trackingPrefixes.push(prefix);
    }
    return rules;
  }

  /**
   * @template {keyof Shelf} K
   * @param {string[]} hosts
   * @param {K} kind
   * @param {Shelf[K][number]} rule
   */
  #add(hosts, kind, rule) {
    for (const host of hosts) {
      if (host.includes('://')) this.pseudoHosts.add(host);
      const [map, name] = host.startsWith('*.') ? [this.#under, host.slice(2)] : [this.#exact, host];
      let shelf = map.get(name);
      if (shelf === undefined) map.set(name, (shelf = emptyShelf()));
      /** @type {Shelf[K][number][]} */ (shelf[kind]).push(rule);
    }
  }

  /**
   * The rules of a host: those that name it, else those of the nearest wildcard above it.
   * @param {string} host
   * @returns {HostRules}
   */
  forHost(host) {
    const exact = this.#exact.get(host);
    if (exact !== undefined) return { ...exact, sub: '' };
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      const shelf = this.#under.get(host.slice(dot + 1));
      if (shelf !== undefined) return { ...shelf, sub: host.slice(0, dot) };
    }
    return NOTHING;
  }

  /** @param {string} name of a query parameter, in lower case */
  isTracking(name) {
    return this.#trackingNames.has(name) || this.#trackingPrefixes.some((prefix) => name.startsWith(prefix));
  }
}

/**
 * @param {ContentData} item
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {ContentRule}
 */
function compileContent(item, classes) {
  return {
    hosts: item.hosts === undefined ? null : new Set(item.hosts),
    path: compilePath(item.path, classes),
    query: Object.entries(item.query ?? {}).map(([name, value]) => [name, compileSegment(value, classes)]),
    key: item.key,
    canonical: item.canonical ?? '',
    surface: item.surface ?? 'content',
  };
}

/**
 * @param {PlatformData} item
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {Platform}
 */
function compilePlatform(item, classes) {
  return {
    id: item.id,
    other: item.other,
    content: item.content.map((rule) => compileContent(rule, classes)),
    pages: (item.pages ?? []).map((path) => compilePath(path, classes)),
    commentQuery: item.comment_query ?? [],
  };
}

/**
 * @param {WrapperData} item
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {Wrapper}
 */
function compileWrapper(item, classes) {
  return {
    id: item.id,
    path: compilePath(item.path ?? '/**', classes),
    query: item.query ?? [],
    to: item.to ?? '{url}',
    relative: item.relative ?? false,
    isTranslateGoog: item.decode === 'translate-goog',
  };
}
