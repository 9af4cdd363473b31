/**
 * Tells the other parts of this extension that are awake now that the stored list changed.
 *
 * Worker and pages each keep the list in memory; after an update they must read it anew. A
 * BroadcastChannel reaches exactly those that are awake, wakes nobody, and stores nothing.
 */

const CHANNEL = 'list';

/** @type {BroadcastChannel | null} */
let channel = null;

/** @type {Set<() => void>} */
const listeners = new Set();

function open() {
  if (channel === null) {
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => listeners.forEach((listener) => listener());
    // Only node has unref: an open channel must not keep a test from ending.
    /** @type {{ unref?: () => void }} */ (channel).unref?.();
  }
  return channel;
}

/** @param {() => void} listener called after the stored list or its status changed */
export function onListChange(listener) {
  listeners.add(listener);
  open();
}

/** Announces a change, also to this context itself: a channel does not hear its own messages. */
export function announceListChange() {
  open().postMessage('changed');
  listeners.forEach((listener) => listener());
}
