interface Kind {
  codes: RegExp;
  advice: string;
}

/** What to do about a kind of code, for codes without an advice of their own. The first kind that fits counts. */
export const kinds: readonly Kind[] = [
  {
    codes: /_TRANSITION_ILLEGAL$/,
    advice: 'Do not repeat the call: read the state again and show it. From there the step is not possible.',
  },
  {
    codes: /_CHANGED_BY_SPREADSHEET$/,
    advice: 'Format the column as text where the numbers come from, and let the number be typed again.',
  },
  {
    codes: /_UNKNOWN$/,
    advice: 'Take what `path` names from an answer of the graph, then call again.',
  },
  {
    codes:
      /_(MALFORMED|INVALID|LENGTH|NOT_DIGITS|IMPOSSIBLE|SERIAL_ZERO|KIND_WRONG|OUT_OF_RANGE|REPEATED|TOO_LONG|TOO_MANY|EMPTY|MISSING|FOREIGN)$/,
    advice:
      'Show the message beside the field that `path` names, let it be corrected, and call again. Nothing was kept: the same idempotency key may be used.',
  },
  {
    codes: /(^|_)ALREADY_(?!USED)/,
    advice: 'Do not repeat the call: it was done before. Read the state and go on from there.',
  },
  {
    codes: /_RUNNING$/,
    advice: 'Wait until that work has ended, and call again.',
  },
  {
    codes: /^TOO_MANY_/,
    advice: 'Stop, show the message, and offer it again a day later.',
  },
  {
    codes: /_LIMIT_REACHED$/,
    advice: 'Use what is there, or free a place as the message says. The limit does not move.',
  },
];

/** What to do about one code, where its kind says too little. */
export const advices: Readonly<Record<string, string>> = {
  FORBIDDEN:
    'Do not repeat the call with this token. Use one with the scope that the message names (`docs/partners/scopes.md` says who may hold it), or leave the action out of your user interface.',
  IDEMPOTENCY_KEY_MALFORMED: 'Send a new UUID as the key, one for each thing that a person wants done.',
  IDEMPOTENCY_KEY_REUSED:
    'Use one key for one content: keep it for repeats of the same call, and make a new one when anything in the call changes.',
  // Registration, its waves and their confirmation.
  NOT_REGISTERED: 'Lead the person to registration (`registerParticipant`) first.',
  NOT_VERIFIED: 'Lead the person through `requestVerificationCode` and `confirmVerificationCode`, then call again.',
  IDENTITY_NOT_CONFIRMED:
    'Let the person compare NIK, family card and birth date with the documents and correct them (`correctRegistration`); if they are right, the help desk is the way.',
  KK_FULL: 'Do not repeat the call. Two people of a family card are the most; show the message.',
  INELIGIBLE: 'Show `reasons`; do not repeat the call for this wave.',
  WAVE_NOT_YET_OPEN: 'Show when the wave opens, and call again then.',
  WAVE_CLOSED: 'Offer a wave that is open; `waves` lists them.',
  CODE_NOT_REQUESTED: 'Call `requestVerificationCode` first.',
  CODE_EXPIRED: 'Offer a new code (`requestVerificationCode`).',
  CODE_WRONG: 'Let the person type the code again; the message says how many tries are left.',
  CODE_LOCKED: 'Wait for the minutes that the message names; a new code does not shorten them.',
  KK_IS_NIK: 'Ask for the number at the top of the family card, not for the one of the person.',
  KK_REGION_UNKNOWN: 'Let the number of the family card be typed again from the card.',
  NIK_REGION_UNKNOWN: 'Let the NIK be typed again from the KTP.',
  NIK_PROVINCE_UNKNOWN: 'Let the NIK be typed again from the KTP.',
  NIK_SYNTHETIC: 'Use NIKs that are made up in test environments only.',
  NIK_BIRTH_DATE_DISAGREES:
    'Let the person compare the NIK and the birth date with the KTP; one of the two is mistyped.',
  REGION_NOT_REGENCY: 'Offer regencies and cities for choice (`regions`), not provinces.',
  // Corrections.
  VERSION_CHANGED: 'Read the registration again, show what changed meanwhile, and call again with its version.',
  IDENTITY_IN_WAVE: 'Wait for the announcement of the wave; name, contacts and region can be corrected before.',
  IDENTITY_AWARDED: 'Do not repeat the call; the help desk of the programme can tell more.',
  PARTICIPANT_ERASED: 'Do not repeat the call: nothing about this person is kept or changed any more.',
  // Consents and surveys.
  PORTAL_NOT_STATED: 'Send exactly one of `portalId` and `allPortals: true`.',
  PORTAL_SUSPENDED: 'Offer other portals; this one may be resumed later.',
  UNTIL_NOT_IN_FUTURE: 'Send a moment that lies ahead, or leave `until` out for a year.',
  UNTIL_TOO_FAR: 'Send an earlier moment, or leave `until` out for a year.',
  CONSENT_ALREADY_GRANTED: 'Show the consent that holds; to change its end, withdraw it first.',
  AWARD_REQUIRED: 'Show surveys only to recipients; `surveys(openToMe: true)` is empty for others.',
  SURVEY_NOT_OPEN: 'Offer those of `surveys(openToMe: true)`.',
  SURVEY_INSTALMENTS_USED: 'Do not repeat the call: the award pays no further survey.',
  ANSWER_MISSING: 'Ask the question whose id ends the `path`, and call again. Nothing was kept.',
  // Organisations and clients.
  OWN_ORGANIZATION: 'Let an officer of another organisation do it.',
  ORGANIZATION_SUSPENDED: 'Resume the organisation first (`resumeOrganization`).',
  SCOPE_NOT_ALLOWED: 'Ask for scopes that this kind of organisation may hold; the message lists them.',
  PRIVATE_KEY_SENT:
    'Treat that key as leaked: make a new pair, keep its private part to yourself, and send the public one.',
  SCOPE_UNKNOWN: 'Take the names of scopes from `docs/partners/scopes.md`.',
  KEY_ALREADY_USED: 'Make a new pair of keys; one that was registered once never comes back.',
  KEY_LIMIT_REACHED: 'Wait until a former key has ended, or rotate with `overlapHours: 0` to end them now.',
  // Waves, places and lists.
  WAVE_EXISTS: 'Read the wave of that number; take another number for another wave.',
  WAVE_HAS_NO_QUOTA: 'Create waves with a quota; this one cannot be drawn.',
  WAVE_FROZEN: 'Give the places to a wave that has not closed yet.',
  FILE_UNKNOWN: 'Put the file into the directory of lists, name it as it is called there, and call again.',
  PURCHASE_DEADLINE_NOT_PASSED: 'Call again after the day that the message names.',
  PLACES_NOT_FREE: 'Re-offer at most as many places as the message says are free.',
  SAME_WAVE: 'Name two different waves.',
  DECISION_NUMBER_USED: 'Read what that decision re-offered; another re-offer takes a decision of its own.',
};

/** Returns what to do about a code. @throws Error when neither the code nor a kind of codes has an advice */
export const adviceFor = (code: string): string => {
  const advice = advices[code] ?? kinds.find(({ codes }) => codes.test(code))?.advice;
  if (advice) return advice;
  throw new Error(`nothing says what to do about the refusal ${code}: add it to scripts/refusals.advice.ts`);
};
