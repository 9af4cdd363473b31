/**
 * Mozilla's lint of the extension, as addons.mozilla.org runs it: `node extension/tools/lint.mjs`.
 *
 * Every error and every warning fails, but for those named here with their reason. `web-ext lint`
 * itself can only take all warnings or none for errors.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ALLOWED = new Map([
  // One manifest serves both browsers: Chromium needs `service_worker`, Firefox reads `scripts` beside it.
  ['BACKGROUND_SERVICE_WORKER_IGNORED', 'manifest.json'],
]);

const root = fileURLToPath(new URL('../..', import.meta.url));
const lint = ['web-ext', 'lint', '--source-dir', 'extension', '--ignore-files', 'tools/**', 'store/**', '--output', 'json'];
const { stdout, stderr } = spawnSync('npx', ['--no-install', ...lint], { cwd: root, encoding: 'utf8' });

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
const found = [...errors, ...warnings, ...notices].filter(({ code, file }) => ALLOWED.get(code) !== file);
for (const { code, message, file, line } of found) console.error(`extension/${file}:${line ?? 1}: ${code}: ${message}`);
console.log(`web-ext lint: ${found.length} findings`);
process.exitCode = found.length > 0 ? 1 : 0;
