/** What the registry serves is not to be believed; the message says which part, and why. */
export class Distrust extends Error {}
