/**
 * Vocabulary: the words of the protocol, and their numbers in files.
 *
 * Decides nothing. Follows docs/protocol.md and docs/verdicts.md; the same names stand in
 * service/cektautan/core/vocabulary.py. A number, once published, never changes its meaning.
 */

/** What a checker found. The number stands in snapshot files. */
export const Verdict = Object.freeze({
  UNKNOWN: 0,
  FALSE: 1,
  MISLEADING: 2,
  ALTERED: 3,
  IMPOSTER: 4,
  SCAM: 5,
  SATIRE: 6,
  OPINION: 7,
  UNPROVEN: 8,
  MIXED: 9,
  TRUE: 10,
  CORRECTED: 11,
});

/** How loudly a listing speaks: level 0 silences a wider one. */
export const Level = Object.freeze({ CLEARED: 0, NOTE: 1, CAUTION: 2, WARNING: 3 });

/** Kinds of subject, from the narrowest to the widest. A key begins with its kind. */
export const Kind = Object.freeze({ CONTENT: 'content', URL: 'url', PATH: 'path', HOST: 'host', DOMAIN: 'domain' });

/** What sort of place an address is. */
export const Surface = Object.freeze({ CONTENT: 'content', OPAQUE: 'opaque', PAGE: 'page', PLATFORM: 'platform' });

/** States of an answer. There is no state that means "safe". */
export const State = Object.freeze({
  LISTED: 'listed',
  CLEARED: 'cleared',
  UNKNOWN: 'unknown',
  UNRESOLVED: 'unresolved',
  PLATFORM: 'platform',
  ERROR: 'error',
});

/** How old the list is. */
export const Staleness = Object.freeze({ FRESH: 'fresh', STALE: 'stale', OLD: 'old' });

/** Why a subject is listed. */
export const ReasonCode = Object.freeze({
  FACT_CHECKED_FALSE: 'fact_checked_false',
  FACT_CHECKED_MISLEADING: 'fact_checked_misleading',
  ALTERED_MEDIA: 'altered_media',
  IMPOSTER_OF_OFFICIAL: 'imposter_of_official',
  SCAM: 'scam',
  SATIRE: 'satire',
  OPINION: 'opinion',
  UNPROVEN: 'unproven',
  PARTLY_TRUE: 'partly_true',
  CHECKED_TRUE: 'checked_true',
  CORRECTED_BY_PUBLISHER: 'corrected_by_publisher',
  WITHDRAWN: 'withdrawn',
});

/**
 * @template T
 * @typedef {T[keyof T]} ValueOf
 */
/** @typedef {ValueOf<typeof Verdict>} VerdictNumber */
/** @typedef {ValueOf<typeof Level>} LevelNumber */
/** @typedef {ValueOf<typeof Kind>} KindName */
/** @typedef {ValueOf<typeof Surface>} SurfaceName */
/** @typedef {ValueOf<typeof State>} StateName */
/** @typedef {ValueOf<typeof Staleness>} StalenessName */
/** @typedef {ValueOf<typeof ReasonCode>} ReasonCodeName */

/** What is said where nothing is listed. */
export const UNLISTED_STATE = Object.freeze({
  content: State.UNKNOWN,
  page: State.UNKNOWN,
  opaque: State.UNRESOLVED,
  platform: State.PLATFORM,
});

/**
 * The word for a verdict's number, as the API and the records write it.
 * @param {number} number
 */
export function verdictName(number) {
  const found = Object.entries(Verdict).find(([, value]) => value === number);
  return found === undefined ? 'unknown' : found[0].toLowerCase();
}
