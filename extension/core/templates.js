/**
 * Templates: the small pattern language of the rules, compiled once.
 *
 * Decides whether a path or a parameter's value has the shape that a rule names, and what it captures.
 * Follows docs/identity.md, section 7. Rules are templates over ASCII character classes and not regular
 * expressions, so that two languages cannot understand one differently; this module compiles them to
 * regular expressions of the plainest kind, which never backtrack over more than one segment.
 */

/**
 * @typedef {object} CharClass an entry of classes.json
 * @property {string} id
 * @property {string} chars
 * @property {number} min
 * @property {number} max
 * @property {string} [prefix]
 * @property {'lower'} [fold]
 *
 * @typedef {object} CompiledClass
 * @property {string} chars a regular expression's set, without its brackets
 * @property {string} pattern
 * @property {boolean} lower
 *
 * @typedef {{name: string, lower: boolean}} CaptureName
 *
 * @typedef {object} ValueTemplate
 * @property {RegExp} pattern
 * @property {CaptureName[]} names
 *
 * @typedef {object} PathTemplate
 * @property {RegExp} pattern matches the whole normal path; with a rest, the normal form of what stands before it
 * @property {CaptureName[]} names
 * @property {string} rest name of the capture that takes the rest of the address, or empty
 * @property {number} depth how many segments stand before the rest
 * @property {string} head the first segment where it is a literal, or empty: a path that begins otherwise need not be tried
 *
 * @typedef {Map<string, string>} Captures
 */

const CAPTURE = /^([^{}*]*)\{([a-z_]+):([a-z0-9.-]+)\}([^{}*]*)(\*?)$/;
const LITERAL = /^([^{}*]*)(\*?)$/;
const REST = /^\{([a-z_]+):rest\}$/;
const PLACEHOLDER = /\{([a-z_]+)\}/g;

/** A rule that is not understood. The message names the rule's text. */
export class BadRule extends Error {}

/** @param {string} text */
function quote(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * @param {CharClass} data
 * @returns {CompiledClass}
 */
export function compileClass({ id, chars, min, max, prefix = '', fold }) {
  let set = '';
  for (const [text, first, last] of chars.matchAll(/([^])-([^])|[^]/g)) {
    if (last === undefined) {
      set += quote(text);
      continue;
    }
    if (first > last) throw new BadRule(`class ${id}: ${text} is not a range`);
    set += `${quote(first)}-${quote(last)}`;
  }
  return { chars: set, pattern: `${quote(prefix)}[${set}]{${min},${max}}`, lower: fold === 'lower' };
}

/**
 * @param {string} text one segment, or the template of a value
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @param {string} anything a regular expression for one character
 * @returns {{pattern: string, names: CaptureName[]}}
 */
function compileSegment(text, classes, anything) {
  if (text === '*') return { pattern: `${anything}+`, names: [] };
  const literal = LITERAL.exec(text);
  if (literal !== null) return { pattern: quote(literal[1]) + (literal[2] === '' ? '' : `${anything}*`), names: [] };
  const capture = CAPTURE.exec(text);
  if (capture === null) throw new BadRule(`${text}: not a template`);
  const [, before, name, classId, after, star] = capture;
  const charClass = classes.get(classId);
  let middle = `(${anything}+)`;
  if (charClass !== undefined) {
    // Before a `*` a capture takes the whole run of its class: a longer run is no match.
    middle = `(${charClass.pattern})${star === '' ? '' : `(?![${charClass.chars}])`}`;
  } else if (classId !== 'any') {
    throw new BadRule(`${text}: there is no class ${classId}`);
  }
  const pattern = quote(before) + middle + quote(after) + (star === '' ? '' : `${anything}*`);
  return { pattern, names: [{ name, lower: charClass?.lower ?? false }] };
}

/**
 * @param {string} text such as `/watch`, `/@{_:handle}/video/{id:number}`, `/about/**` or `/web/{url:rest}`
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {PathTemplate}
 */
export function compilePath(text, classes) {
  const segments = text.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const rest = REST.exec(last)?.[1] ?? '';
  const anythingBelow = last === '**';
  if (rest !== '' || anythingBelow) segments.pop();
  const parts = segments.map((segment) => compileSegment(segment, classes, '[^/]'));
  let pattern = parts.map((part) => `/${part.pattern}`).join('');
  if (anythingBelow) pattern += '(?:/.*)?';
  else if (pattern === '') pattern = '/';
  const head = segments.length > 0 && LITERAL.exec(segments[0])?.[2] === '' ? segments[0] : '';
  return { pattern: whole(pattern), names: parts.flatMap((part) => part.names), rest, depth: segments.length, head };
}

/**
 * @param {string} text such as `{id:youtube}`; a lone `*` is any value that is not empty
 * @param {ReadonlyMap<string, CompiledClass>} classes
 * @returns {ValueTemplate}
 */
export function compileValue(text, classes) {
  const { pattern, names } = compileSegment(text, classes, '[^]');
  return { pattern: whole(pattern), names };
}

/** @param {string} pattern */
function whole(pattern) {
  return new RegExp(`^(?:${pattern})$`);
}

/**
 * Matches a template and adds what it captures; captures called `_` are thrown away.
 * @param {ValueTemplate} template
 * @param {string} text
 * @param {Captures} captures
 */
export function matches({ pattern, names }, text, captures) {
  const found = pattern.exec(text);
  if (found === null) return false;
  names.forEach(({ name, lower }, i) => {
    if (name !== '_') captures.set(name, lower ? found[i + 1].toLowerCase() : found[i + 1]);
  });
  return true;
}

/**
 * The text of a key or an address, if every {name} in it is known.
 * @param {string} text
 * @param {Iterable<string>} names
 */
export function checkText(text, names) {
  const known = new Set(names);
  for (const [, name] of text.matchAll(PLACEHOLDER)) {
    if (!known.has(name)) throw new BadRule(`${text}: nothing captures ${name}`);
  }
  if (/[{}]/.test(text.replace(PLACEHOLDER, ''))) throw new BadRule(`${text}: a brace that is not part of a {name}`);
  return text;
}

/**
 * Puts captures in the places of their names.
 * @param {string} text
 * @param {Captures} captures
 */
export function fill(text, captures) {
  return text.replace(PLACEHOLDER, (_, name) => captures.get(name) ?? '');
}
