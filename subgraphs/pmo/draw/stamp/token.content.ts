import { contextTag, DerFields, type DerValue, integerOf, oidOf, readDer, tags } from '../../../kit/der.ts';
import { digestOf } from './signer.certificate.ts';
import { check } from './stamp.error.ts';

/** What an authority says in a time stamp (TSTInfo of RFC 3161). */
export interface StampContent {
  /** SHA-256 of what was stamped. */
  sha256: Buffer;
  stampedAt: Date;
  /** How far the authority's clock may be off, at most; 0 where it says nothing. */
  accuracyMs: number;
  nonce: bigint | null;
}

const pattern = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/;

const timeOf = ({ body }: DerValue): Date => {
  const found = pattern.exec(body.toString('latin1'));
  check(found, 'the time of the stamp is no time');
  const [, year, month, day, hour, minute, second, fraction = ''] = found;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const time = new Date(text);
  check(!Number.isNaN(time.getTime()) && time.toISOString() === text, 'the time of the stamp is no time');
  return time;
};

/** Context-specific and primitive. */
const MILLIS = 0x80;
const MICROS = 0x81;

const accuracyOf = (value: DerValue): number => {
  const fields = new DerFields(value);
  const of = (tag: number) =>
    Number(integerOf(fields.optional(tag) ?? { tag, body: Buffer.of(0), whole: Buffer.of() }));
  const seconds = of(tags.integer);
  const millis = of(MILLIS);
  const micros = of(MICROS);
  fields.end();
  check(seconds >= 0 && seconds <= 86_400, 'the accuracy of the stamp is more than a day');
  return seconds * 1_000 + millis + Math.ceil(micros / 1_000);
};

const isCritical = (extension: DerValue): boolean => {
  const fields = new DerFields(extension);
  fields.take(tags.oid);
  return fields.optional(tags.boolean)?.body[0] === 0xff;
};

/** Reads the content of a time stamp. @throws StampError, DerError */
export const readContent = (bytes: Buffer): StampContent => {
  const fields = new DerFields(readDer(bytes));
  check(integerOf(fields.take(tags.integer)) === 1n, 'the time stamp is of another version');
  oidOf(fields.take(tags.oid));
  const imprint = new DerFields(fields.take(tags.sequence));
  const digest = digestOf(imprint.take(tags.sequence));
  const sha256 = imprint.take(tags.octetString).body;
  check(digest === 'sha256' && sha256.length === 32, 'the time stamp is over a digest other than SHA-256');
  fields.take(tags.integer);
  const stampedAt = timeOf(fields.take(tags.generalizedTime));
  const accuracy = fields.optional(tags.sequence);
  fields.optional(tags.boolean);
  const nonce = fields.optional(tags.integer);
  fields.optional(contextTag(0));
  const extensions = fields.optional(contextTag(1));
  fields.end();
  const unknown = extensions ? new DerFields(extensions, contextTag(1)).all().some(isCritical) : false;
  check(!unknown, 'the time stamp has a critical extension that is not known');
  return { sha256, stampedAt, accuracyMs: accuracy ? accuracyOf(accuracy) : 0, nonce: nonce && integerOf(nonce) };
};
