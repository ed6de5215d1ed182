/** An answer that HTTP/1.1 does not allow, or that this client does not read: its connection is of no further use. */
export class HttpFault extends Error {
  readonly code = 'HTTP_FAULT';
}

/** How the end of a body is found. */
export type BodyLength = number | 'chunks' | 'close';

/** What is read of the head of an answer. */
export interface AnswerHead {
  status: number;
  /** Values of the fields in `readFields`, by lower-case name. */
  fields: Partial<Record<string, string>>;
  length: BodyLength;
  /** The connection may be used again afterwards. */
  isKept: boolean;
}

const readFields: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'content-encoding',
  'x-sql-statements',
  'retry-after',
]);

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?\r\n/;
// A line break that one reader takes for one and the next does not is how answers are smuggled.
const fieldLine = /([!#$%&'*+.^`|~\w-]+):([\t\x20-\x7e\x80-\xff]*)\r\n/y;
const otherThanAscii = /[\x80-\xff]/;

/**
 * Reads a head, without the empty line behind it. What could be read in two ways is refused (RFC 9112, 5 and 6.3).
 * @throws HttpFault
 */
export const readHead = (text: string): AnswerHead => {
  const [line = '', minor, digits] = statusLine.exec(text) ?? [];
  if (digits === undefined) throw new HttpFault('no answer of HTTP/1.1');
  const fields = fieldsIn(text, line.length);
  const status = Number(digits);
  const length = lengthOf(status, fields);
  const isClosed = minor === '0' || (fields.connection !== undefined && /\bclose\b/i.test(fields.connection));
  return { status, fields, length, isKept: !isClosed && length !== 'close' };
};

const fieldsIn = (text: string, start: number): AnswerHead['fields'] => {
  const fields: AnswerHead['fields'] = {};
  fieldLine.lastIndex = start;
  for (let place = start; place < text.length; place = fieldLine.lastIndex) {
    const [, given, value] = fieldLine.exec(text) ?? [];
    if (given === undefined || value === undefined) throw new HttpFault('a line of the head is no field');
    const name = given.toLowerCase();
    if (!readFields.has(name)) continue;
    // What one reader takes for a space is part of the value to another.
    if (otherThanAscii.test(value)) throw new HttpFault(`${name} is not ASCII`);
    if (fields[name] !== undefined) throw new HttpFault(`${name} stands twice`);
    fields[name] = value.trim();
  }
  return fields;
};

const lengthOf = (status: number, fields: AnswerHead['fields']): BodyLength => {
  const { 'content-length': length, 'transfer-encoding': coding } = fields;
  if (coding !== undefined && (length !== undefined || coding.toLowerCase() !== 'chunked')) {
    throw new HttpFault('the end of the body cannot be told');
  }
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw new HttpFault('content-length is no number');
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== undefined) return 'chunks';
  return length === undefined ? 'close' : Number(length);
};
