/** Purposes with an effect: a decision for one of them is stored. */
export type StoredPurpose = 'JOIN' | 'SCREEN' | 'ANNOUNCE' | 'PAYMENT';

/** The purpose of a decision. An ENQUIRY has no effect and leaves nothing. */
export type Purpose = 'ENQUIRY' | StoredPurpose;
