/**
 * Shelves: the rules sorted by host pattern, while a bundle is compiled.
 *
 * Decides what is said about a host that several patterns name: the nearest pattern speaks first, and
 * within one pattern the order of the bundle holds. Follows docs/identity.md, section 7.
 */

import { ByHead } from './by_head.js';
import { BadRule, checkText, compilePath, compileValue } from './templates.js';
import { Surface } from './vocabulary.js';

/** @typedef {import('./vocabulary.js').SurfaceName} SurfaceName */
/** @typedef {import('./rules.js').ContentData} ContentData */
/** @typedef {import('./rules.js').PlatformData} PlatformData */
/** @typedef {import('./rules.js').SiteData} SiteData */
/** @typedef {import('./rules.js').WrapperData} WrapperData */
/** @typedef {import('./templates.js').CompiledClass} CompiledClass */
/** @typedef {import('./templates.js').PathTemplate} PathTemplate */
/** @typedef {import('./templates.js').ValueTemplate} ValueTemplate */

/**
 * @typedef {object} Wrapper an address that leads to another one
 * @property {string} subOf what follows the part that a wildcard stood for
 * @property {PathTemplate} path
 * @property {string[]} query
 * @property {string} to
 * @property {boolean} relative
 * @property {string} decode
 *
 * @typedef {object} ContentRule a shape of the address of one item
 * @property {string} subOf
 * @property {PathTemplate} path
 * @property {{name: string, template: ValueTemplate}[]} query
 * @property {string} key
 * @property {string} canonical empty where host and path are the canonical address
 * @property {SurfaceName} surface
 * @property {boolean} comment
 * @property {string[]} commentQuery
 *
 * @typedef {object} Operator what a platform says of the addresses that name no item
 * @property {boolean} isPlatform
 * @property {PathTemplate[]} pages
 *
 * @typedef {object} Site how a site's several addresses of one article are made one
 * @property {string[]} stripSuffix
 * @property {string[]} stripPrefix
 * @property {ReadonlySet<string>} dropQuery
 *
 * @typedef {object} HostRules everything that the rules say about one host
 * @property {ByHead<Wrapper>} wrappers
 * @property {ByHead<ContentRule>} content
 * @property {Operator[]} operators
 * @property {Site | null} site
 */

/**
 * @template T
 * @typedef {Map<string, T[]>} Shelf rules by host pattern
 */

/** Sorts the rules by host pattern, in the order of the bundle. */
export class Shelves {
  /** @param {ReadonlyMap<string, CompiledClass>} classes */
  constructor(classes) {
    this.classes = classes;
    /** @type {Shelf<Wrapper>} */
    this.wrappers = new Map();
    /** @type {Shelf<ContentRule>} */
    this.content = new Map();
    /** @type {Shelf<Operator>} */
    this.operators = new Map();
    /** @type {Shelf<Site>} */
    this.sites = new Map();
  }

  /** @param {PlatformData} data */
  addPlatform(data) {
    for (const rule of data.content) {
      const hosts = rule.hosts ?? data.hosts;
      if (!hosts.every((host) => data.hosts.includes(host))) {
        throw new BadRule(`${data.id}: ${rule.path} names a host that the platform does not`);
      }
      this.addContent(rule, hosts, data.comment_query ?? []);
    }
    const pages = (data.pages ?? []).map((path) => compilePath(path, this.classes));
    for (const host of data.hosts) put(this.operators, host, { isPlatform: data.other === 'platform', pages });
  }

  /**
   * @param {ContentData} rule
   * @param {string[]} hosts
   * @param {string[]} commentQuery
   */
  addContent(rule, hosts, commentQuery) {
    const path = compilePath(rule.path, this.classes);
    if (path.rest !== '') throw new BadRule(`${rule.path}: only a wrapper may take the rest of an address`);
    const query = Object.entries(rule.query ?? {}).map(([name, text]) => ({
      name,
      template: compileValue(text, this.classes),
    }));
    const names = ['host', 'sub', ...[path, ...query.map(({ template }) => template)].flatMap(namesOf)];
    const compiled = {
      path,
      query,
      key: checkText(rule.key, names),
      canonical: checkText(rule.canonical ?? '', names),
      surface: rule.surface ?? Surface.CONTENT,
      comment: rule.comment ?? false,
      commentQuery,
    };
    for (const host of hosts) put(this.content, host, { ...compiled, subOf: subOf(host) });
  }

  /** @param {WrapperData} data */
  addWrapper(data) {
    const path = compilePath(data.path ?? '/**', this.classes);
    const query = data.query ?? [];
    const to = checkText(data.to ?? '{url}', ['host', 'sub', ...namesOf(path), ...(query.length > 0 ? ['url'] : []), path.rest]);
    const compiled = { path, query, to, relative: data.relative ?? false, decode: data.decode ?? '' };
    for (const host of data.hosts) put(this.wrappers, host, { ...compiled, subOf: subOf(host) });
  }

  /** @param {SiteData} data */
  addSite(data) {
    const site = {
      stripSuffix: data.strip_suffix ?? [],
      stripPrefix: data.strip_prefix ?? [],
      dropQuery: new Set(data.drop_query ?? []),
    };
    for (const host of data.hosts) put(this.sites, host, site);
  }

  /** Joins for each pattern what it says itself and what wider patterns say, nearest first. */
  merged() {
    /** @type {Map<string, HostRules>} */
    const exact = new Map();
    /** @type {Map<string, HostRules>} */
    const under = new Map();
    const shelves = [this.wrappers, this.content, this.operators, this.sites];
    for (const pattern of new Set(shelves.flatMap((shelf) => [...shelf.keys()]))) {
      const rules = this.#merge(patternsAbove(pattern));
      if (pattern.startsWith('*.')) under.set(pattern.slice(2), rules);
      else exact.set(pattern, rules);
    }
    return { exact, under };
  }

  /**
   * @param {string[]} patterns
   * @returns {HostRules}
   */
  #merge(patterns) {
    const sites = gather(this.sites, patterns);
    return {
      wrappers: new ByHead(gather(this.wrappers, patterns)),
      content: new ByHead(gather(this.content, patterns)),
      operators: gather(this.operators, patterns),
      site:
        sites.length === 0
          ? null
          : {
              stripSuffix: sites.flatMap((site) => site.stripSuffix),
              stripPrefix: sites.flatMap((site) => site.stripPrefix),
              dropQuery: new Set(sites.flatMap((site) => [...site.dropQuery])),
            },
    };
  }
}

/**
 * @template T
 * @param {Shelf<T>} shelf
 * @param {string} host
 * @param {T} rule
 */
function put(shelf, host, rule) {
  const rules = shelf.get(host);
  if (rules === undefined) shelf.set(host, [rule]);
  else rules.push(rule);
}

/**
 * @template T
 * @param {Shelf<T>} shelf
 * @param {string[]} patterns
 */
function gather(shelf, patterns) {
  return patterns.flatMap((pattern) => shelf.get(pattern) ?? []);
}

/**
 * A pattern and the wider ones that also hold for its hosts: a.b.c, *.b.c, *.c.
 * @param {string} pattern
 */
function patternsAbove(pattern) {
  const labels = pattern.replace(/^\*\./, '').split('.');
  return [pattern, ...labels.slice(1).map((_, cut) => `*.${labels.slice(cut + 1).join('.')}`)];
}

/** @param {string} pattern */
function subOf(pattern) {
  return pattern.startsWith('*.') ? pattern.slice(1) : '';
}

/** @param {ValueTemplate} template */
function namesOf({ names }) {
  return names.map(({ name }) => name);
}
