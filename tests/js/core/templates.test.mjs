/** The pattern language of the rules, where the vectors cannot reach: bad rules, and the edges of a capture. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { BadRule, checkText, compileClass, compilePath, compileValue, matches } from '../../../extension/core/templates.js';

const classes = new Map(
  [
    { id: 'number', chars: '0-9', min: 1, max: 3 },
    { id: 'code', chars: 'A-Za-z0-9_-', min: 2, max: 8 },
    { id: 'name', chars: 'A-Za-z', min: 1, max: 9, fold: /** @type {const} */ ('lower') },
    { id: 'post', chars: 'a-z', prefix: 'pf', min: 2, max: 4 },
  ].map((data) => [data.id, compileClass(data)]),
);

/** @param {string} template @param {string} path */
function captured(template, path) {
  const captures = new Map();
  return matches(compilePath(template, classes), path, captures) ? Object.fromEntries(captures) : null;
}

describe('a path template', () => {
  for (const [template, path, expected] of /** @type {[string, string, Record<string, string> | null][]} */ ([
    ['/', '/', {}],
    ['/', '/a', null],
    ['/a/**', '/a', {}],
    ['/a/**', '/a/b/c', {}],
    ['/a/**', '/ab', null],
    ['/*/b', '/x/b', {}],
    ['/*/b', '/b', null],
    ['/v/{id:number}.html', '/v/12.html', { id: '12' }],
    ['/v/{id:number}.html', '/v/12xhtml', null],
    ['/v/{id:number}', '/v/1234', null],
    ['/v/{id:number}*', '/v/12-judul', { id: '12' }],
    ['/v/{id:number}*', '/v/1234-judul', null],
    ['/v/judul-{id:number}', '/v/judul-7', { id: '7' }],
    ['/@{_:name}/{id:code}', '/@Akun/a-B_', { id: 'a-B_' }],
    ['/{c:name}', '/KaNal', { c: 'kanal' }],
    ['/{c:post}', '/pfab', { c: 'pfab' }],
    ['/{c:post}', '/pfa', null],
    ['/{c:post}', '/xxab', null],
    ['/{c:any}', '/a%2Fb', { c: 'a%2Fb' }],
    ['/V', '/v', null],
    ['/a.b', '/axb', null],
  ])) {
    it(`${template} on ${path}`, () => assert.deepEqual(captured(template, path), expected));
  }

  it('takes a hyphen at the end of a class as itself', () => {
    assert.deepEqual(captured('/{id:code}', '/a-_b'), { id: 'a-_b' });
    assert.equal(captured('/{id:code}', '/a.b'), null);
  });

  for (const bad of ['/{id:unknown}', '/{id}', '/{a:number}{b:number}', '/a**', '/{id:number']) {
    it(`${bad} is a bad rule`, () => assert.throws(() => compilePath(bad, classes), BadRule));
  }
});

describe('a value template', () => {
  it('matches the whole value, line ends included', () => {
    const { pattern } = compileValue('{id:number}*', classes);
    assert.ok(pattern.test('12&\nx'));
    assert.ok(!compileValue('{id:number}', classes).pattern.test('12\n'));
  });
});

describe('the text of a key', () => {
  it('names only what is captured', () => {
    assert.equal(checkText('youtube:{id}', ['id']), 'youtube:{id}');
    assert.throws(() => checkText('youtube:{id}', ['code']), BadRule);
    assert.throws(() => checkText('youtube:{ID}', ['id']), BadRule);
  });

  it('is refused for a class whose range runs backwards', () => {
    assert.throws(() => compileClass({ id: 'x', chars: 'z-a', min: 1, max: 1 }), BadRule);
  });
});
