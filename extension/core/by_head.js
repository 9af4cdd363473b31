/**
 * Rules of one host by the first segment of their path.
 *
 * Decides which of them are tried at all: a platform has dozens of shapes, and most begin with a word.
 * It must never change which rule is the first that matches (docs/identity.md, section 3).
 */

/** @typedef {import('./templates.js').PathTemplate} PathTemplate */

/** @template {{path: PathTemplate}} R */
export class ByHead {
  /** @type {R[]} */
  #others;
  /** @type {Map<string, R[]>} */
  #byHead = new Map();

  /** @param {R[]} rules in the order in which they are tried */
  constructor(rules) {
    this.isEmpty = rules.length === 0;
    this.#others = rules.filter(({ path }) => path.head === '');
    for (const { path } of rules) {
      const { head } = path;
      if (head === '' || this.#byHead.has(head)) continue;
      this.#byHead.set(head, rules.filter((rule) => rule.path.head === '' || rule.path.head === head));
    }
  }

  /**
   * The rules that a normal path may match.
   * @param {string} path
   */
  forPath(path) {
    if (this.#byHead.size === 0) return this.#others;
    const end = path.indexOf('/', 1);
    return this.#byHead.get(end < 0 ? path.slice(1) : path.slice(1, end)) ?? this.#others;
  }
}
