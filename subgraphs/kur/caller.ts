/** Who asks, as the gateway tells a partner: no name, no organisation. */
export interface Caller {
  /** The name under which only this bank knows the person or the program; null for a stranger. */
  subject: string | null;
  can(scope: string): boolean;
}

/** A caller of whom the subject is known. */
export type KnownCaller = Caller & { subject: string };

export const isKnown = (caller: Caller): caller is KnownCaller => caller.subject !== null;
