/** The rules of this checkout, compiled once for all tests of a file. */

import { Rules } from '../../../extension/core/rules.js';
import { loadRules } from '../../../extension/tools/rules.mjs';

export const rules = Rules.fromBundle(await loadRules());
