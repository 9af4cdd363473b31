/** `node extension/tools/key.mjs`: addresses in, one JSON object a line out, in order. */

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const TOOL = fileURLToPath(new URL('../../../extension/tools/key.mjs', import.meta.url));

/** @param {string[]} args @param {string | Buffer} input */
function run(args, input = '') {
  const lines = execFileSync(process.execPath, [TOOL, ...args], { input, encoding: 'utf8' }).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

describe('key tool', () => {
  it('answers arguments in order, refusals among them', () => {
    const [video, refused] = run(['https://youtu.be/dQw4w9WgXcQ?si=x', 'mailto:a@b']);
    const key = 'content:youtube:dQw4w9WgXcQ';
    assert.deepEqual(video, { url: 'https://youtu.be/dQw4w9WgXcQ?si=x', key, kind: 'content', expressions: [key] });
    assert.deepEqual(refused, { url: 'mailto:a@b', error: 'not_http' });
  });

  it('takes nothing but LF and CR LF as the end of a line', () => {
    const answers = run([], 'https://contoh.example/\ra\r\nhttps://contoh.example/\u2028b\n\ufeffhttps://contoh.example/');
    assert.deepEqual(
      answers.map(({ key, error }) => key ?? error),
      ['url:contoh.example/a', 'url:contoh.example/%E2%80%A8b', 'not_parseable'],
    );
  });

  it('says so where a line is no text', () => {
    const [refused, after] = run([], Buffer.from('https://contoh.example/\xff\nhttps://contoh.example/', 'latin1'));
    assert.deepEqual(refused, { url: 'https://contoh.example/\ufffd', error: 'not_utf8' });
    assert.equal(after.key, 'url:contoh.example/');
  });

  it('reads one address a line, whatever ends the line', () => {
    const answers = run([], 'https://contoh.example/a?utm_source=x\r\n\nhttps://contoh.example/münchen');
    assert.deepEqual(
      answers.map(({ url, key, error }) => [url, key ?? error]),
      [
        ['https://contoh.example/a?utm_source=x', 'url:contoh.example/a'],
        ['', 'empty'],
        ['https://contoh.example/münchen', 'url:contoh.example/m%C3%BCnchen'],
      ],
    );
  });

  it('ends in peace where the reader of the answers has seen enough', async () => {
    const tool = spawn(process.execPath, [TOOL]);
    let said = '';
    tool.stderr.on('data', (chunk) => (said += chunk));
    tool.stdin.on('error', () => {});
    tool.stdin.write('https://contoh.example/\n');
    await once(tool.stdout, 'data');
    tool.stdout.destroy();
    tool.stdin.end('https://contoh.example/\n'.repeat(20_000));
    const [code] = await once(tool, 'exit');
    assert.deepEqual([code, said], [0, '']);
  });
});
