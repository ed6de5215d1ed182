// Reads DER (X.690) as certificates and time stamps use it: definite lengths, tags of one byte.
import { check } from './hashes.mjs';

const cutOff = 'it is cut off';

const valueAt = (bytes, offset) => {
  const tag = bytes[offset];
  check((tag & 0x1f) !== 0x1f, 'it has a tag that is too long');
  let next = offset + 2;
  let length = bytes[offset + 1];
  check(length !== undefined, cutOff);
  if (length >= 0x80) {
    const count = length - 0x80;
    check(count > 0 && count <= 4, 'it has a length that is indefinite or too long');
    next += count;
    check(next <= bytes.length, cutOff);
    length = bytes.readUIntBE(offset + 2, count);
    check(length >= 0x80 && bytes[offset + 2] !== 0, 'it has a length that is not in its shortest form');
  }
  const end = next + length;
  check(end <= bytes.length, cutOff);
  return { tag, body: bytes.subarray(next, end), whole: bytes.subarray(offset, end) };
};

/** The values inside a constructed one: tag, body, and whole with the tag. @throws VerificationError */
export const partsOf = ({ body }) => {
  const parts = [];
  for (let offset = 0; offset < body.length; offset += parts.at(-1).whole.length) parts.push(valueAt(body, offset));
  return parts;
};

/** Reads bytes that are one value and nothing else. @throws VerificationError */
export const readDer = (bytes) => {
  check(bytes.length > 0, cutOff);
  const value = valueAt(bytes, 0);
  check(value.whole.length === bytes.length, 'something follows it');
  return value;
};

/**
 * Reads the fields of a sequence, each by its tag.
 * @param wanted tags in their order; one that may be missing as text, such as '160?'
 * @returns a value for each, undefined where it is missing
 */
export const fieldsOf = (value, wanted, tag = 0x30) => {
  check(value?.tag === tag, 'a part of it is missing, or another one');
  const parts = partsOf(value);
  let at = 0;
  const found = wanted.map((each) => {
    const isThere = parts[at]?.tag === Number.parseInt(each, 10);
    check(isThere || String(each).endsWith('?'), 'a part of it is missing, or another one');
    at += isThere ? 1 : 0;
    return isThere ? parts[at - 1] : undefined;
  });
  check(at === parts.length, 'it has a part too many');
  return found;
};

/** The number of an INTEGER that is not negative. @throws VerificationError */
export const numberOf = ({ body }) => {
  check(body.length > 0 && body[0] < 0x80, 'it has a number that is none');
  return BigInt(`0x${body.toString('hex')}`);
};

/** What an object identifier holds, in hexadecimal. */
export const oidOf = (value) => {
  check(value?.tag === 6, 'a part of it is missing, or another one');
  return value.body.toString('hex');
};
