/**
 * Letters: the characters beyond ASCII that a host may be written in.
 *
 * Decides nothing. Engines carry the Unicode data of their age, and read what was added or changed later
 * each in its own way; within this set the parsers of both browsers and of Python agree, and a name that
 * a registry sells lies in it. Historic scripts, signs of mathematics and characters younger than Unicode
 * 14 are left out, and so are the single letters of Hangul, which compose to syllables. The same table
 * stands in service/cektautan/core/letters.py, and a test compares them: it must not change with the
 * list, for the keys of all listings depend on it.
 */

/** Script, then ranges of code points in hexadecimal. @type {readonly (readonly [string, string])[]} */
export const LETTERS = [
  ['latin', 'b7 df-f6 f8-2af 1e00-1eff'],
  ['marks', '300-341 346-34e 350-36f'],
  ['greek', '370-3ff 1f00-1fff'],
  ['cyrillic', '400-52f'],
  ['armenian', '531-58a'],
  ['georgian', '10d0-10ff'],
  ['hebrew', '591-5f4'],
  ['arabic', '610-61a 620-6ff 750-77f 8a0-8b4'],
  ['syriac, thaana and nko', '710-74a 780-7b1 7c0-7f5'],
  ['joiners', '200c-200d'],
  ['devanagari to malayalam', '900-c5b c5d-cdb cdd-cf2 d00-d7f'],
  ['sinhala', 'd81-df4'],
  ['thai, lao, tibetan and burmese', 'e01-e5b e80-ecd ed0-edf f00-fd4 1000-109f'],
  ['ethiopic', '1200-139f'],
  ['canadian syllabics', '1401-167f'],
  ['khmer and mongolian', '1780-17e9 1810-1819 1820-1878 1880-18aa'],
  ['indonesian scripts', '1a00-1a1b 1b00-1b4b 1b50-1b59 1b80-1bf3 a930-a953 a980-a9d9 11ee0-11ef6'],
  ['kana and bopomofo', '3005-3007 3041-3096 3099-309a 309d-309e 30a1-30fe 3105-312f 31a0-31bf 31f0-31ff'],
  ['han', '3400-4dbf 4e00-9fff 20000-2a6dd 2a700-2b734 2b740-2b81d 2b820-2cea1 2ceb0-2ebe0 30000-3134a'],
  ['hangul syllables', 'ac00-d7a3'],
  ['yi', 'a000-a48c'],
  ['symbols', '20e3 2190-21ff 2300-23ff 25a0-27bf 2b05-2b07 2b1b-2b1c 2b50 2b55'],
  ['flags and emoji', '1f1e6-1f1ff 1f300-1f6d7 1f6e0-1f6ec 1f6f0-1f6fc 1f7e0-1f7eb 1f90c-1f9ff 1fa70-1fa74'],
  ['younger emoji', '1fa78-1fa7c 1fa80-1fa86 1fa90-1faac 1fab0-1faba 1fac0-1fac5 1fad0-1fad9 1fae0-1fae7 1faf0-1faf6'],
];
