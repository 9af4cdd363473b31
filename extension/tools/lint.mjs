/**
 * Mozilla's lint of a built package, as addons.mozilla.org runs it: `node extension/tools/lint.mjs PACKAGE`.
 *
 * Every error, warning and notice fails; `web-ext lint` itself can only take all warnings or none
 * for errors. `python -m tools.lint_package` builds a package and calls this.
 */

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error('usage: node extension/tools/lint.mjs PACKAGE');
  process.exit(2);
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const lint = ['--no-install', 'web-ext', 'lint', '--source-dir', resolve(given), '--output', 'json'];
const { stdout, stderr } = spawnSync('npx', lint, { cwd: root, encoding: 'utf8' });

/** @typedef {{ code: string, message: string, file?: string, line?: number }} Finding */

/** @returns {{ errors: Finding[], warnings: Finding[], notices: Finding[] }} */
function report() {
  try {
    return JSON.parse(stdout);
  } catch {
    console.error(`web-ext lint gave no report\n${stdout}${stderr}`);
    process.exit(2);
  }
}

const { errors, warnings, notices } = report();
const found = [...errors, ...warnings, ...notices];
for (const { code, message, file, line } of found) console.error(`${file ?? 'package'}:${line ?? 1}: ${code}: ${message}`);
console.log(`web-ext lint: ${found.length} findings`);
process.exitCode = found.length > 0 ? 1 : 0;
