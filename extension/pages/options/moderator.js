/** The section for moderators: one switch, which adds a way to the desk to the popup. */

import { isModerator, setModerator } from '../../background/moderator.js';
import { find } from '../dom.js';

const box = find('#moderator', HTMLInputElement);

/** @type {import('../options.js').Section} */
export const moderator = {
  show: async () => {
    box.checked = await isModerator();
  },
  wire() {
    box.addEventListener('change', () => void setModerator(box.checked));
  },
};
