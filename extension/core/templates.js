/**
 * Templates: the small pattern language of the rules, compiled once.
 *
 * Decides whether a path or a query value has the shape that a rule names, and what it captures.
 * Follows docs/identity.md, "Rules". Rules are templates over ASCII character classes and not regular
 * expressions, so that Python and JavaScript cannot understand one differently. A literal is compared
 * case by case; a capture takes whole runs of its class and nothing is ever guessed.
 */

/**
 * @typedef {object} CharClass
 * @property {string} id
 * @property {string} [chars]
 * @property {number} [min]
 * @property {number} [max]
 * @property {string} [prefix]
 * @property {'lower'} [fold]
 *
 * @typedef {Record<string, string>} Captures
 *
 * @typedef {(segment: string, captures: Captures) => boolean} SegmentMatcher
 *
 * @typedef {object} PathTemplate
 * @property {SegmentMatcher[]} segments
 * @property {'exact' | 'any' | 'rest'} tail what may follow the segments
 * @property {string} restName name of the capture that takes the rest of the address
 */

const SEGMENT = /^([^{}*]*)\{([a-z_]+):([a-z0-9_-]+)\}([^{}*]*)(\*?)$/;

/**
 * Makes the test of one character class: a set of ASCII characters and a length.
 * @param {CharClass} charClass
 */
export function compileClass({ id, chars = '', min = 1, max = Infinity, prefix = '', fold }) {
  const set = new Uint8Array(128);
  for (let i = 0; i < chars.length; i += 1) {
    const from = chars.charCodeAt(i);
    const isRange = chars[i + 1] === '-' && i + 2 < chars.length;
    const to = isRange ? chars.charCodeAt(i + 2) : from;
    if (from > 127 || to > 127 || to < from) throw new TypeError(`class ${id}: bad characters`);
    set.fill(1, from, to + 1);
    if (isRange) i += 2;
  }
  return {
    lower: fold === 'lower',
    /**
     * Length of the run of this class at `start`, or -1.
     * @param {string} text
     * @param {number} start
     */
    run(text, start) {
      let end = start;
      while (end < text.length && set[text.charCodeAt(end)] === 1) end += 1;
      return end - start;
    },
    /** @param {string} value */
    accepts(value) {
      return (
        value.length >= min && value.length <= max && value.startsWith(prefix) && this.run(value, 0) === value.length
      );
    },
  };
}

/** @typedef {ReturnType<typeof compileClass>} CompiledClass */

/** The built-in class `any`: one whole, non-empty segment. */
const ANY = {
  lower: false,
  /** @type {CompiledClass['run']} */
  run: (text, start) => text.length - start,
  /** @param {string} value */
  accepts: (value) => value !== '',
};

/**
 * @param {string} template one segment, or the template of a query value
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {SegmentMatcher}
 */
export function compileSegment(template, classes) {
  if (template === '*') return (segment) => segment !== '';
  const parts = SEGMENT.exec(template);
  if (parts === null) {
    if (/[{}*]/.test(template)) throw new TypeError(`bad template segment ${template}`);
    return (segment) => segment === template;
  }
  const [, before, name, classId, after, star] = /** @type {string[]} */ (/** @type {unknown} */ (parts));
  const charClass = classId === 'any' ? ANY : classes.get(classId);
  if (charClass === undefined) throw new TypeError(`unknown class ${classId}`);
  const open = star === '*';
  return (segment, captures) => {
    if (!segment.startsWith(before)) return false;
    let end = segment.length;
    if (open) {
      end = after === '' ? before.length + charClass.run(segment, before.length) : segment.indexOf(after, before.length);
      if (end < 0) return false;
    } else {
      end -= after.length;
      if (end < before.length || !segment.endsWith(after)) return false;
    }
    const value = segment.slice(before.length, end);
    if (!charClass.accepts(value)) return false;
    if (name !== '_') captures[name] = charClass.lower ? value.toLowerCase() : value;
    return true;
  };
}

/**
 * @param {string} template
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {PathTemplate}
 */
export function compilePath(template, classes) {
  const parts = template.split('/').filter((part) => part !== '');
  const last = parts.at(-1);
  const rest = last === undefined ? null : /^\{([a-z_]+):rest\}$/.exec(last);
  /** @type {PathTemplate['tail']} */
  let tail = 'exact';
  if (rest !== null) tail = 'rest';
  else if (last === '**') tail = 'any';
  if (tail !== 'exact') parts.pop();
  return { segments: parts.map((part) => compileSegment(part, classes)), tail, restName: rest?.[1] ?? '' };
}

/**
 * The path of an address, split once for all templates that are tried on it.
 *
 * @typedef {object} SplitPath
 * @property {string[]} segments without the empty ones
 * @property {string} path
 * @property {string} query
 */

/**
 * @param {PathTemplate} template
 * @param {SplitPath} split
 * @returns {Captures | null}
 */
export function matchPath(template, split) {
  const { segments, tail, restName } = template;
  const given = split.segments.length;
  if (tail === 'exact' ? given !== segments.length : given < segments.length) return null;
  /** @type {Captures} */
  const captures = {};
  for (let i = 0; i < segments.length; i += 1) {
    if (!segments[i](split.segments[i], captures)) return null;
  }
  if (tail === 'rest') {
    if (given === segments.length) return null;
    captures[restName] = restOf(split, segments.length);
  }
  return captures;
}

/**
 * Everything of the address after its first `count` segments, as it stands, with its query: the slashes
 * of an address within an address must survive.
 * @param {SplitPath} split
 * @param {number} count
 */
function restOf({ path, query }, count) {
  let at = 0;
  for (let seen = 0; ; seen += 1) {
    while (path[at] === '/') at += 1;
    if (seen === count) break;
    const slash = path.indexOf('/', at);
    at = slash < 0 ? path.length : slash;
  }
  return path.slice(at) + (query === '' ? '' : `?${query}`);
}

/**
 * Puts captures into a template of the rules, such as `youtube:{id}`.
 * @param {string} template
 * @param {Captures} captures
 */
export function fill(template, captures) {
  return template.replace(/\{([a-z_]+)\}/g, (_, name) => captures[name] ?? '');
}
