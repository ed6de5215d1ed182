// Part of the stand-alone verifier and of the witness: it imports nothing of this repository but its neighbours.
import { hash } from 'node:crypto';

/** What is wrong with a draw, as a sentence. */
export class VerificationError extends Error {}

export const check = (isRight, sentence) => {
  if (!isRight) throw new VerificationError(sentence);
};

/** Digests are texts of a character a byte: Node makes a text four times faster than a buffer. */
export const sha256 = (bytes) => hash('sha256', bytes, 'latin1');
export const textOf = (bytes) => bytes.toString('latin1');
export const bytesOf = (text) => Buffer.from(text, 'latin1');

/** HMAC (RFC 2104) with SHA-256, of messages of 16 bytes: each is written behind the padded key. */
export const hmacWith = (key) => {
  const padded = (pad, messageLength) =>
    Buffer.alloc(64 + messageLength, pad).map((byte, index) => (index < key.length ? byte ^ key[index] : byte));
  const inner = padded(0x36, 16);
  const outer = padded(0x5c, 32);
  return (message) => {
    inner.set(message, 64);
    outer.write(sha256(inner), 64, 'latin1');
    return sha256(outer);
  };
};

const pair = Buffer.alloc(65, 1);
/** A node of the tree (RFC 6962). */
const nodeOf = (left, right) => {
  pair.write(left, 1, 'latin1');
  pair.write(right, 33, 'latin1');
  return sha256(pair);
};

/** The root over leaves that come one by one (RFC 6962): whole subtrees wait for their neighbour of the same height. */
export class Tree {
  #waiting = [];

  add(leaf) {
    let node = leaf;
    let height = 0;
    while (this.#waiting.at(-1)?.height === height) {
      node = nodeOf(this.#waiting.pop().node, node);
      height += 1;
    }
    this.#waiting.push({ node, height });
  }

  root() {
    const nodes = this.#waiting.map(({ node }) => node);
    return nodes.length === 0 ? sha256('') : nodes.reduceRight((right, left) => nodeOf(left, right));
  }
}
