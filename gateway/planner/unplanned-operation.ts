/** An operation for which there is no plan. The client is told so; the message is for the log. */
export class UnplannedOperation extends Error {}

/** The planner's process ended over the operation, or made no plan in time. */
export class FatalOperation extends UnplannedOperation {
  /** It ended over the operation before, and was not asked. */
  readonly isKnown: boolean;

  constructor(reason: string, { isKnown }: { isKnown: boolean }) {
    super(reason);
    this.isKnown = isKnown;
  }
}
