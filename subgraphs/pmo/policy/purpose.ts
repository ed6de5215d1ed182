/** Why somebody is judged, with an effect; such a decision is stored. */
export type StoredPurpose = 'JOIN' | 'SCREEN' | 'ANNOUNCE' | 'PAYMENT';

/** Why somebody is judged. An ENQUIRY has no effect and leaves nothing. */
export type Purpose = 'ENQUIRY' | StoredPurpose;
