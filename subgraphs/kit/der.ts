// DER (X.690) as certificates and time stamps use it: definite lengths in their shortest form, tags of one byte.

/** What is no DER, or not what was expected in it. */
export class DerError extends Error {}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of a constructed context-specific value. */
export const contextTag = (number: number): number => 0xa0 + number;

export interface DerValue {
  tag: number;
  /** What is inside. */
  body: Buffer;
  /** With tag and length. */
  whole: Buffer;
}

const lengthAt = (bytes: Buffer, offset: number): { length: number; next: number } => {
  const first = bytes[offset];
  if (first === undefined) throw new DerError('the DER is cut off');
  if (first < 0x80) return { length: first, next: offset + 1 };
  const count = first - 0x80;
  if (count === 0 || count > 4) throw new DerError('a length in the DER is indefinite or too long');
  const next = offset + 1 + count;
  if (next > bytes.length) throw new DerError('the DER is cut off');
  const length = bytes.readUIntBE(offset + 1, count);
  if (length < 0x80 || bytes[offset + 1] === 0) throw new DerError('a length in the DER is not in its shortest form');
  return { length, next };
};

const valueAt = (bytes: Buffer, offset: number): DerValue => {
  const tag = bytes[offset] as number;
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag in the DER is too long');
  const { length, next } = lengthAt(bytes, offset + 1);
  const end = next + length;
  if (end > bytes.length) throw new DerError('the DER is cut off');
  return { tag, body: bytes.subarray(next, end), whole: bytes.subarray(offset, end) };
};

/** The values inside a constructed one, in their order. @throws DerError */
export const partsOf = (body: Buffer): DerValue[] => {
  const parts: DerValue[] = [];
  for (let offset = 0; offset < body.length; offset += (parts.at(-1) as DerValue).whole.length)
    parts.push(valueAt(body, offset));
  return parts;
};

/** Reads bytes that are one value and nothing else. @throws DerError */
export const readDer = (bytes: Buffer): DerValue => {
  if (bytes.length === 0) throw new DerError('the DER is cut off');
  const value = valueAt(bytes, 0);
  if (value.whole.length !== bytes.length) throw new DerError('something follows the DER');
  return value;
};

/** The fields of a sequence, taken one by one in their order. */
export class DerFields {
  readonly #parts: DerValue[];
  #next = 0;

  /** @throws DerError when it has another tag */
  constructor(value: DerValue, tag: number = tags.sequence) {
    if (value.tag !== tag) throw new DerError(`the DER has tag ${value.tag} where ${tag} is expected`);
    this.#parts = partsOf(value.body);
  }

  /** The next field. @throws DerError when it is another one */
  take(tag: number): DerValue {
    const found = this.optional(tag);
    if (!found) throw new DerError(`the DER has tag ${this.#parts[this.#next]?.tag} where ${tag} is expected`);
    return found;
  }

  /** The next field if it has this tag. */
  optional(tag: number): DerValue | null {
    const found = this.#parts[this.#next];
    if (found?.tag !== tag) return null;
    this.#next += 1;
    return found;
  }

  /** The next field, whatever it is. @throws DerError when there is none */
  any(): DerValue {
    const found = this.#parts[this.#next];
    if (!found) throw new DerError('the DER has too few fields');
    this.#next += 1;
    return found;
  }

  /** All fields that are left. */
  all(): DerValue[] {
    const left = this.#parts.slice(this.#next);
    this.#next = this.#parts.length;
    return left;
  }

  /** @throws DerError when fields are left */
  end(): void {
    if (this.#next < this.#parts.length) throw new DerError('the DER has too many fields');
  }
}

/** The number that an INTEGER, or a value in its place, holds. @throws DerError when it is not in its shortest form */
export const integerOf = ({ body }: DerValue): bigint => {
  const [first, second = 0] = body;
  if (first === undefined) throw new DerError('an integer in the DER is empty');
  const isPadded = body.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (isPadded) throw new DerError('an integer in the DER is not in its shortest form');
  return BigInt.asIntN(body.length * 8, BigInt(`0x${body.toString('hex')}`));
};

/** An object identifier with dots between its numbers. @throws DerError */
export const oidOf = ({ tag, body }: DerValue): string => {
  const last = body.at(-1);
  if (tag !== tags.oid || last === undefined || last >= 0x80) throw new DerError('the DER has no object identifier');
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of body) {
    number = (number << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0n;
  }
  const [first = 0n, ...rest] = numbers;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
};

/** Writes a value. @param parts what is inside, in its order */
export const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 + length.length), length, body]);
};

/** Writes an INTEGER that is not negative. */
export const derInteger = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const isSigned = (bytes[0] as number) >= 0x80;
  return der(tags.integer, isSigned ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
};

/** Writes an object identifier. @param text its numbers with dots between them */
export const derOid = (text: string): Buffer => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const digits = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(0x80 | (left & 0x7f));
    return digits;
  });
  return der(tags.oid, Buffer.from(bytes));
};
