/** A fact with its number, as it is read from the log. */
export interface NumberedFact {
  id: string;
  organizationId: string;
  sequence: bigint;
  type: string;
  subject: string;
  data: unknown;
  occurredAt: Date;
}

/** Returns the JSON text that a webhook gets and `events` shows: for one fact always the same. */
export const bodyOf = ({ id, organizationId, sequence, type, subject, data, occurredAt }: NumberedFact): string =>
  JSON.stringify({
    id,
    type,
    organization: organizationId,
    sequence: Number(sequence),
    subject,
    timestamp: occurredAt.toISOString(),
    data,
  });
