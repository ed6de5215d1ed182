/** What a partner does with a request: `code` is HTTP status and case, between which the service's code stands. */
export type Effect =
  | { kind: 'ANSWER'; code: string; fields?: Readonly<Record<string, unknown>>; isForged?: true; isTwice?: true }
  | { kind: 'TEXT'; status: number; text: string }
  /** Keeps the connection, and says nothing. */
  | { kind: 'SILENT' }
  /** Breaks the connection. */
  | { kind: 'DROP' };

export const answer = (code: string, fields: Readonly<Record<string, unknown>> = {}): Effect => ({
  kind: 'ANSWER',
  code,
  fields,
});

const messages: Readonly<Record<string, string>> = {
  '20000': 'Successful',
  '20200': 'Request In Progress',
  '40000': 'Bad Request',
  '40001': 'Invalid Field Format',
  '40002': 'Invalid Mandatory Field',
  '40100': 'Unauthorized. Invalid Signature',
  '40101': 'Access Token Invalid',
  '40302': 'Exceeds Transaction Amount Limit',
  '40309': 'Dormant Account',
  '40314': 'Insufficient Funds',
  '40318': 'Inactive Account',
  '40401': 'Transaction Not Found',
  '40411': 'Invalid Account',
  '40418': 'Inconsistent Request',
  '40900': 'Conflict',
  '40901': 'Duplicate partnerReferenceNo',
  '42900': 'Too Many Requests',
  '50000': 'General Error',
  '50400': 'Timeout',
};

export const messageOf = (code: string): string => messages[code] ?? 'Refused';
