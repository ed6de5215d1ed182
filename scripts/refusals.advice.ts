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
  // Purchases.
  TOKEN_INVALID:
    'Take the token from `purchaseToken` of `reserveSeat`, unchanged, or from the enrolment, and call again.',
  TOKEN_EXPIRED: 'Let the person reserve a seat again (`reserveSeat`), and pay it within 15 minutes.',
  TOKEN_OF_ANOTHER:
    'Do not repeat the call. Let the person who reserved the seat, or the platform that sells it, pay it.',
  SEAT_RELEASED: 'Do not repeat the call: nothing was paid. Let the person reserve a seat again.',
  CODE_USED: 'Do not repeat the call: read the purchase. A new invoice number does not pay a seat again.',
  CODE_TRIES_SPENT: 'Let the person request a new code (`requestPurchaseCode`), and read it from the newest message.',
  INVOICE_USED: 'Give each sale a number of its own, and call again with the same code: nothing was kept.',
  BALANCE_FROZEN: 'Do not repeat the call. Tell the person to ask the programme office why.',
  BALANCE_EXPIRED: 'Do not repeat the call: nothing can be bought any more from this balance.',
  BALANCE_INSUFFICIENT: 'Show the balance (`trainingBalance`) and offer a course that it pays.',
  PURCHASE_NOT_VOIDABLE: 'Do not repeat the call: read the purchase and show its state.',
  // Attendance, devices and results.
  VOUCHER_NOT_REDEEMED: 'Let the person use the voucher first (`redeem`), then call again.',
  ENROLLMENT_ENDED: 'Do not repeat the call: read the enrolment and show its state. Nothing more is recorded for it.',
  SCHEDULE_DIFFERENT: 'Take the class from the enrolment (`enrollment`), and record the person there.',
  CLASS_CANCELLED: 'Do not repeat the call. Show the person the classes that are to come.',
  ATTENDANCE_TOO_EARLY: 'Call again when the code counts: `sessionCodes` says from when.',
  ATTENDANCE_TOO_LATE:
    'Do not repeat the call. Record attendance at the session; where there is no network, let a registered device sign it (`syncOfflineAttendance`).',
  SESSION_CODE_WRONG:
    "Let the person read the code again (`sessionCodes`), for this session, and compare the enrolment. Ten wrong codes end a session's code.",
  SESSION_CODE_LOCKED: 'Do not repeat the call. The person writes to the help desk, with the institution.',
  SYNC_TOO_LATE: 'Do not repeat the call. Let devices sync within 14 days after a session.',
  CLOCK_AHEAD: "Send `deviceTime` with the call, and set the device's clock.",
  CLOCK_WRONG: "Set the device's clock by the network before each class; the record itself is lost.",
  DEVICE_NOT_VALID: 'Register a new key for the device (`registerDevice`) before its old one ends.',
  SIGNATURE_WRONG:
    'Sign what you send, byte by byte as the description of `signature` says, with the key of the device that `deviceId` names. Nothing was recorded.',
  REVOCATION_IN_FUTURE: 'Send a moment that has passed, or leave `from` out.',
  // Publishing subgraphs.
  REVISION_NUMBER_WRONG: 'Read the last statement (`subgraphRevisions`), take the next number and its hash, sign anew.',
  PREVIOUS_HASH_WRONG: 'Read the last statement (`subgraphRevisions`), sign over its `hash`, and call again.',
  PUBLISHER_KEY_UNFIT: 'Take a key of `publisherKeys` that is APPROVED, of this role and of the publisher.',
  CANARY_OPEN:
    'Promote the canary that runs (`approveSubgraph`), or withdraw it (`withdrawCanary`); then begin with this one.',
  CANARY_SHARE_OUT_OF_RANGE:
    'Sign a share of 1 to 50 percent that is above the one it has. To give it less, withdraw it.',
  CANARY_WITHOUT_LIVE: 'Approve the first revision of a subgraph for everybody (`approveSubgraph`).',
  PUBLISHER_KEY_REVOKED: 'Withdraw the revision (`withdrawSubgraph`) and publish it anew under another key.',
  STATEMENT_SIGNATURE_WRONG:
    'Sign exactly what you send, in the role of the call: `npm run graph -- publish` does. Nothing was kept.',
  OFFER_NOT_OWNED:
    'Offer types and names that the live graph says are yours; ask the owner about the others (`requestGrant`).',
  OFFER_ENDED: 'Ask the owner for a grant (`requestGrant`), or look for a newer offer (`grantOffers`).',
  OFFER_USED: 'Ask the owner for a grant (`requestGrant`) and say why you need it again.',
  SUBGRAPH_OF_ANOTHER: 'Choose another name for the subgraph.',
  EXPECTATION_TITLE_TAKEN: 'Choose another title, or remove the expectation of this one first (`removeExpectation`).',
  REVISION_ENDED: 'Take the revision that is open or live (`subgraphRevisions`), or publish the next one.',
  CONFORMANCE_RUN_MISSING:
    'Ask for a run (`requestConformanceRun`) of the very revision that shall go live, and wait until it is PASSED.',
  CONFORMANCE_RULE_FAILED:
    'Read the detail of the named rule (`conformanceRuns`), mend the subgraph, try `npm run graph -- conformance subgraph`, ask for another run.',
  CONFORMANCE_RUN_OPEN: 'Wait for the run that was asked for (`conformanceRuns`).',
  CONFORMANCE_LIMIT_REACHED: 'Try the rules yourself with `npm run graph -- conformance subgraph`; ask again tomorrow.',
  CONFORMANCE_SAMPLE_MALFORMED:
    'Send each sample as the JSON of a representation, such as `{"__typename":"Loan","id":"1"}`.',
  PUBLISHER_KEY_OF_SANDBOX: 'Let the publisher call `activateProductionKey` for the key that signed the revision.',
  REVISION_OPEN: 'Let somebody approve the open revision (`approveSubgraph`), or withdraw it (`withdrawSubgraph`).',
  SAME_PERSON: 'Let another person decide, with a token of their own.',
  // Ratings and reviews.
  REVIEW_HAS_MARKUP: 'Show the message beside the review and let the person write it as plain text.',
  REVIEW_NAMES_CONTACT: 'Show the message beside the review and let the person leave the number or address out.',
  COURSE_NOT_FINISHED: 'Offer the rating when the enrolment is COMPLETED or CERTIFIED.',
  RATING_CLOSED: 'Do not repeat the call; do not offer the rating any more.',
  RATING_FIXED:
    'Do not repeat the call: show the rating as it is. `changeableUntil` says until when it can be changed.',
  // Classes and seats.
  COURSE_NOT_OFFERED: 'Wait until the course is on offer (`course.status` ACTIVE or WATCHED), then publish the class.',
  PROVINCE_NOT_ALLOWED: 'Publish the class online, or in a province that the policy of its days allows.',
  SESSION_IN_PAST: 'Send sessions that lie ahead, with the offset of their time zone.',
  SESSION_TOO_FAR: 'Publish the class later; nobody plans two years ahead.',
  DAY_TOO_FULL: 'Spread the sessions over more days of Asia/Jakarta.',
  SCHEDULE_BEGUN: 'Do not repeat the call. A class that cannot go on is cancelled (`cancelClass`).',
  NOT_RECIPIENT: 'Do not repeat the call. Lead the person to the waves that are open, or to the help desk.',
  SCHEDULE_CLOSED: 'Offer the classes of `Course.schedules`; these are sold now.',
  COURSE_STILL_OPEN:
    'Show the open course (`Participant.enrollments`): a seat that is not paid is given back by `cancelReservation`, another one has to be finished first.',
  PURCHASE_NOT_YET_OPEN: 'Show the first day of the tranche (`Registration.tranche`), and call again from that day on.',
  PURCHASE_DEADLINE_PASSED: 'Do not repeat the call; the help desk of the programme can tell more.',
  SEATS_TAKEN: 'Offer another class, or try again some minutes later.',
  ENROLLMENT_NOT_PAID: 'Call again after the enrolment is PAID and before its voucher is used.',
  VOUCHER_ALREADY_USED:
    'Do not repeat the call: the person may attend. If somebody else came with it, tell the help desk.',
  VOUCHER_ENDED: 'Do not let the person attend; show the message.',
  // Registration, its waves and their confirmation.
  NOT_REGISTERED: 'Lead the person to registration (`registerParticipant`) first.',
  NOT_VERIFIED: 'Lead the person through `requestVerificationCode` and `confirmVerificationCode`, then call again.',
  IDENTITY_NOT_CONFIRMED:
    'Let the person compare NIK, name, family card and birth date with the documents and correct them (`correctRegistration`); if they are right, let them open a dispute (`openIdentityDispute`).',
  KK_FULL: 'Do not repeat the call. Two people of a family card are the most; show the message.',
  INELIGIBLE: 'Show `reasons`; do not repeat the call for this wave.',
  WAVE_NOT_YET_OPEN: 'Show when the wave opens, and call again then.',
  WAVE_CLOSED: 'Offer a wave that is open; `waves` lists them.',
  CODE_NOT_REQUESTED: 'Call `requestVerificationCode` first, or for a purchase `requestPurchaseCode`.',
  CODE_EXPIRED: 'Offer a new code (`requestVerificationCode`, for a purchase `requestPurchaseCode`).',
  CODE_WRONG: 'Let the person type the code again; the message says how many tries are left.',
  CODE_LOCKED: 'Wait for the minutes that the message names; a new code does not shorten them.',
  KK_IS_NIK: 'Ask for the number at the top of the family card, not for the one of the person.',
  KK_REGION_UNKNOWN: 'Let the number of the family card be typed again from the card.',
  NIK_REGION_UNKNOWN: 'Let the NIK be typed again from the KTP.',
  NIK_PROVINCE_UNKNOWN: 'Let the NIK be typed again from the KTP.',
  NIK_SYNTHETIC: 'Use NIKs that are made up in test environments only.',
  NIK_BIRTH_DATE_DISAGREES:
    'Let the person compare the NIK and the birth date with the KTP. One that the civil registry corrected by more than ten years an officer enters: register with the date of the NIK first.',
  REGION_NOT_REGENCY: 'Offer regencies and cities for choice (`regions`), not provinces.',
  LIST_VERSION_UNKNOWN: 'Take the id from `barredListVersions`.',
  LIST_SAME_PERSON: 'Let another officer with `barred:import` approve or decline the version.',
  // The civil registry and disputes.
  DISPUTE_EVIDENCE_MALFORMED: 'Ask where the documents can be seen, not for the documents.',
  DISPUTE_NOT_NEEDED: 'Show `identityMatch`: there is nothing to dispute, or nothing yet.',
  DISPUTE_OPEN: 'Show the dispute that is open: `Participant.identityDisputes`.',
  DISPUTE_UNKNOWN: 'Take the id from `identityDisputes`.',
  DISPUTE_REASON_MALFORMED: 'Give a reason that another officer can judge by.',
  DISPUTE_DECIDED: 'Read the dispute again; the person may open another one.',
  DISPUTE_OWN_MATTER: 'Let officers decide who are no party to it.',
  DISPUTE_OVERTAKEN: 'Reject the dispute, or wait for what the civil registry says: `identityMatch` shows it.',
  DISPUTE_HOLDER_IN_DRAW: 'Call again when the wave that the holder is in has been announced.',
  WAIVER_REASON_MALFORMED: 'Say why the wave cannot wait: everyone reads it.',
  WAIVER_TOO_EARLY: 'Call again when the wave is SCREENED; after the freeze there is nothing to decide.',
  WAIVER_NOT_PROPOSED: 'Read `Wave.identityMatch.waiver`: propose it first, or it is approved.',
  // Corrections.
  VERSION_CHANGED: 'Read it again, show what changed meanwhile, and call again with its version.',
  IDENTITY_IN_WAVE: 'Wait for the announcement of the wave; name, contacts and region can be corrected before.',
  IDENTITY_AWARDED: 'Do not repeat the call; the help desk of the programme can tell more.',
  PARTICIPANT_ERASED: 'Do not repeat the call: nothing about this person is kept or changed any more.',
  // Consents and surveys.
  PORTAL_NOT_STATED: 'Send exactly one of `portalId` and `allPortals: true`.',
  VACANCY_NOT_OPEN: 'Show that the vacancy is closed, and offer others.',
  APPLY_AT_PORTAL: 'Lead the person to the address in `Vacancy.applyUrl`.',
  INVITATION_QUOTA_REACHED: 'Invite fewer people, or wait until `Portal.invitationQuota.resetsAt`.',
  RETENTION_TOO_EARLY: 'Report it again without, and add it when the time has come.',
  RETENTION_CONTRADICTORY: 'State both answers, or leave the later one out.',
  PLACEMENT_CONFIRMED: 'Report retention alone, with start and wage as they were confirmed.',
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
  SCOPE_BEYOND_ALLOWANCE:
    'Give what `organizationAllowance` lists, or ask an officer to allow more (`setOrganizationAllowance`).',
  SCOPE_NOT_ALLOWED: 'Ask for scopes that this kind of organisation may hold; the message lists them.',
  PRIVATE_KEY_SENT:
    'Treat that key as leaked: make a new pair, keep its private part to yourself, and send the public one.',
  SCOPE_UNKNOWN: 'Take the names of scopes from `docs/partners/scopes.md`.',
  KEY_ALREADY_USED: 'Make a new pair of keys; one that was registered once never comes back.',
  KEY_LIMIT_REACHED: 'Wait until a former key has ended, or rotate with `overlapHours: 0` to end them now.',
  // Webhooks.
  WEBHOOK_ADDRESS_FORBIDDEN: 'Name an address that is reached from the internet; nothing inside a network is.',
  WEBHOOK_NAME_UNKNOWN: 'Correct the name in the URL, or call again when its DNS record can be found.',
  WEBHOOK_ORGANIZATION_UNKNOWN: 'Use a token of a client that the programme office has registered.',
  REPLAY_EMPTY: 'Read `events` to see what there is, and name some of it.',
  PROFILE_MISSING: 'State the profile first (`updatePlatformProfile`), then call again.',
  PROVINCES_TOO_FEW:
    'Name in the profile (`updatePlatformProfile`) the provinces that the platform serves, then call again.',
  // How courses are assessed and monitored.
  VERSION_NOT_WAITING:
    'Do not repeat the call: read the decision (`Course.decisions`), and go on with the newest version.',
  CONFLICT_OF_INTEREST: 'Do not repeat the call: let somebody else do it, who is on no other side of this course.',
  LAYER_NOT_YET:
    'Wait until the layer that the message names has assessed it; `coursesToAssess` lists what waits for yours.',
  MEND_MISSING: 'Send `mend` with at least one item when `isApproved` is false, and none when it is true.',
  ASSESSMENT_INCOMPLETE: 'Wait until the layer that the message names has assessed the version.',
  SCORES_TOO_LOW: 'Send the version back (`isApproved: false`) with what to mend.',
  DURATION_TOO_SHORT: 'Add units, so that the course has as many hours as the message names.',
  INSTITUTION_TOO_YOUNG:
    'Let the institution state its profile (`updateInstitutionProfile`), or wait until it is old enough.',
  NOT_TAKEN_PART: 'Offer complaints only on courses in which the person has taken part.',
  // Budgets.
  NOTHING_COMMITTED: 'Do not repeat the call: read `rupiahTrace` of the wave and show what is committed.',
  CARRY_OVER_OUT_OF_SEASON: 'Call again in the days that the message names.',
  CARRY_OVER_OPEN: 'Let another officer approve the proposal that waits.',
  CARRY_OVER_SELF_APPROVAL: 'Let another person approve it, with a token of their own.',
  // Payouts.
  BATCH_EMPTY: 'Wait until payouts of this filter are due, or ask with another one.',
  BATCH_SELF_APPROVAL: 'Let another person approve it, with a token of their own.',
  BATCH_UNCHECKED: 'Read `unchecked` of the batch, and repeat the call when it is 0.',
  BATCH_ALTERED: 'Do not repeat the call. Reject the batch (`rejectDisbursementBatch`), and report it as an incident.',
  SETTLEMENT_RUN_OPEN: 'Let another officer approve or reject the run that waits (`settlementRuns`), then call again.',
  NOTHING_TO_SETTLE: 'Wait until vouchers were used, or name a later day.',
  SETTLEMENT_SELF_APPROVAL: 'Let another person approve it, with a token of their own.',
  SETTLEMENT_ALTERED: 'Do not repeat the call. Reject the run (`rejectSettlementRun`), and report it as an incident.',
  DISBURSEMENT_NOT_SUSPECT: 'Do not repeat the call: read the payout and show its state.',
  SUSPECT_SELF_CONFIRMATION: 'Let another person confirm it, with a token of their own.',
  SUSPECT_OUTCOME_DIFFERS:
    'Compare the evidence of both people; whoever erred calls again with what the other one has proposed.',
  // Waves, places and lists.
  WAVE_EXISTS: 'Read the wave of that number; take another number for another wave.',
  WAVE_NOT_PLANNED: 'Plan another wave: this one is past PLANNED, and `Wave.nextSteps` says what can be done with it.',
  WAVE_UPDATE_EMPTY: 'Send at least one of quota, opensAt, closesAt and policyVersion.',
  WAVE_WINDOW_PASSED: 'Give the wave new dates with `updateWave`, then open it.',
  WAVE_HAS_NO_QUOTA: 'Create waves with a quota; this one cannot be drawn.',
  FUNDING_PENDING: 'Show `Wave.funding`, wait until its money is COMMITTED, and call again.',
  FUNDING_REFUSED: 'Show the reason to the treasury; call again when the budget was raised or money was freed.',
  WAVE_FROZEN: 'Give the places to a wave that has not closed yet.',
  FILE_UNKNOWN: 'Put the file into the directory of lists, name it as it is called there, and call again.',
  PURCHASE_DEADLINE_NOT_PASSED: 'Call again after the day that the message names.',
  PLACES_NOT_FREE: 'Re-offer at most as many places as the message says are free.',
  SAME_WAVE: 'Name two different waves.',
  DECISION_NUMBER_USED: 'Read what that decision re-offered; another re-offer takes a decision of its own.',
  // Witnesses of a draw.
  WITNESSES_FIXED: 'Name the witnesses of a wave before it opens.',
  DRAW_NOT_FROZEN: 'Read `Wave.draw` and `Wave.voidDraws`: the newest attempt may be void, or nothing is frozen yet.',
  DRAW_NOT_APPROVED:
    'Bring the cosignature again when a second officer has approved the list (`DrawWitnesses.approvedAt`).',
  COSIGNATURE_INVALID: 'Compare the checkpoint that was signed with `Draw.checkpoint`, and the key with the roster.',
  COSIGNATURE_LATE: 'Do not repeat the call: a cosignature dated after the close never counts.',
  SIGNING_OPEN: 'Call again after `Draw.signingClosesAt`.',
  DRAW_FINAL: 'Do not repeat the call: this attempt is drawn, and mistakes are put right person by person.',
  // Wallets.
  WALLET_OF_ANOTHER: 'Show the message, and let the person name an account of their own. Nobody is told whose it is.',
  WALLET_COOLING: 'Show the day (`wallet { usableFrom }`), and offer the change again after it.',
  WALLET_MISSING: 'Let the person link an account first (`linkWallet`), then call again.',
  WALLET_CHANGED: 'Read the account again and show it, then call again.',
  WALLET_INACTIVE: 'Let the person activate the account with its partner, or link another one, then call again.',
  PARTNER_UNAVAILABLE: 'Call again some minutes later, the same call. The account stays as it was.',
  NIK_MISMATCH: 'Let the person link an account that is in their own name (`linkWallet`). What is due waits for it.',
  NIK_UNPROVEN: 'Let the person link an account with another payment partner. What is due waits for it.',
  NIK_UNATTESTED: 'Wait some minutes and read `wallet { state reason }`: no second call is needed.',
  // Certificates.
  ENROLLMENT_NOT_COMPLETED:
    'Submit the result and the attendance first; draft the certificate once the enrolment is COMPLETED.',
  CERTIFICATE_NOT_DRAFTED: 'Call `draftCertificate`, and sign the claims that it answers.',
  CREDENTIAL_KEY_NOT_VALID: 'Sign with a key that is valid now; register one by `registerCertificateKey`.',
  CREDENTIAL_SIGNATURE_WRONG:
    'Sign the bytes of header and payload as they are sent, by the private key of the `kid`; for ES256 the signature is r and s, 32 bytes each.',
  CREDENTIAL_ISSUER_WRONG: 'Draft again, and sign the claims as they are.',
  CREDENTIAL_SUBJECT_WRONG: 'Draft again, and sign the claims as they are.',
  CREDENTIAL_ACHIEVEMENT_WRONG: 'Draft again, and sign the claims as they are.',
  CREDENTIAL_RESULTS_WRONG: 'Correct the result where it was recorded, draft again, and sign the claims as they are.',
  CREDENTIAL_DATES_WRONG: 'Leave the dates of the draft, add `iat` when you sign, and send it within a day.',
  CREDENTIAL_STATUS_WRONG: 'Draft again, and sign the claims as they are.',
  CREDENTIAL_CONTENT_WRONG: 'Draft again, and sign the claims as they are.',
  // Courses that a platform submits.
  NOT_A_PLATFORM: 'Let the platform that sells the course submit it, with a token of its own.',
  AS_OF_IN_FUTURE: 'Send the moment at which the file was made, and set the clock of the machine that makes it.',
  IMPORT_INCOMPLETE: 'Send the rest of the file with `importCourses`, under the same `asOf`, and call again.',
  WITHDRAWAL_TOO_LARGE:
    'Let a person look at what is missing from the file. Call again with `confirm: true` when that is meant.',
  NOT_A_PORTAL: 'Let the job portal that publishes the vacancy send it, with a token of its own.',
  OWN_PORTAL_SUSPENDED: 'Talk to the programme office, which suspended the organisation. Nothing is done meanwhile.',
  WRITTEN_IN_FUTURE: 'Send the moment at which it was written, and set the clock of the machine that writes it.',
  FILE_INCOMPLETE: 'Send the rest of the file with `upsertVacancies`, under the same `writtenAt`, and call again.',
  TOO_MANY_MISSING:
    'Let a person look at what is missing from the file. Call again with `confirm: true` when that is meant.',
  VACANCY_OVER: 'Send the vacancy anew with `upsertVacancies` and a later `openUntil`.',
  VACANCY_NOT_SHOWN: 'Show that the vacancy is no longer open.',
  VACANCY_NOT_HELD: 'Read `heldVacancies` again: somebody else has decided, or the portal has mended it.',
  VACANCY_VERSION_CHANGED: 'Show the officer the content as it is now, and let it be decided about anew.',
  TOO_MANY_VACANCY_REPORTS: 'Say that more can be reported tomorrow.',
  PAY_REVERSED: 'Show the message beside the field that `path` names, let it be corrected, and call again.',
  OPEN_UNTIL_PAST: 'Send a day that is still to come, or leave the vacancy out: it is over.',
  OPEN_UNTIL_TOO_FAR: 'Send a day within a year; send the vacancy again later to have it open longer.',
  TEXT_TOO_SHORT: 'Show the message beside the field that `path` names, and let more be written.',
  TEXT_HAS_MARKUP: 'Send the text without tags and entities: line breaks are kept, and the graph shows it as it is.',
  TEXT_IS_CELL_ERROR: 'Mend the formula or widen the column in the spreadsheet, and export it again.',
  TEXT_IS_FORMULA: 'Export values, not formulas.',
  TEXT_WRONGLY_DECODED: 'Save the file as UTF-8, and read it as UTF-8.',
  TEXT_IS_PLACEHOLDER: 'Let the text be written, then send the course again.',
  TEXT_WITHOUT_LETTERS: 'Let the text be written in words, then send the course again.',
  FREE_OUTSIDE: 'Do not send the course: what is free outside may not be sold in the programme.',
  PRICE_ABOVE_OUTSIDE: 'Lower the price to the one outside, or correct that one.',
  DURATION_DIFFERS: 'Correct the hours of the units, or leave `durationHours` out.',
  INSTITUTION_NOT_SERVING: 'Send the course again when the institution is resumed, or with another one.',
  // Settlement files of payment partners.
  DIFFERENCE_SAME_PERSON: 'Let another officer of the treasury confirm or reject the proposal.',
  DIFFERENCE_CHANGED:
    'Do not repeat the call: read the difference and its order again. The next settlement file of the partner closes it when both agree.',
  ORDER_UNDECIDED: 'Let two people decide the order first, with the row of the settlement file as evidence.',
};

/** Returns what to do about a code. @throws Error when neither the code nor a kind of codes has an advice */
export const adviceFor = (code: string): string => {
  const advice = advices[code] ?? kinds.find(({ codes }) => codes.test(code))?.advice;
  if (advice) return advice;
  throw new Error(`nothing says what to do about the refusal ${code}: add it to scripts/refusals.advice.ts`);
};
