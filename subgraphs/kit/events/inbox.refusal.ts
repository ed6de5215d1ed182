export type EventRefusalCode =
  | 'EVENT_MALFORMED'
  | 'EVENT_UNAUTHENTICATED'
  | 'EVENT_TYPE_FORBIDDEN'
  | 'EVENT_TYPE_UNKNOWN'
  | 'EVENT_DATA_INVALID';

/** An event that changes nothing. The publisher gets the code, the log also the message. */
export class EventRefusal extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: EventRefusalCode,
    message: string,
  ) {
    super(message);
    this.name = 'EventRefusal';
  }
}
