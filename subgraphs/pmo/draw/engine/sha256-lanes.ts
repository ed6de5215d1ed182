// A WebAssembly module that runs the SHA-256 compression function (FIPS 180-4, 6.2.2) on four messages at once, one in
// each 32-bit lane of the vector registers. Written out here instead of shipped as a binary, so that it can be read.

const K = Int32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 ' +
    '72be5d74 80deb1fe 9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da ' +
    '983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 ' +
    '650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 ' +
    '19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 ' +
    '90befffa a4506ceb bef9a3f7 c67178f2'
  )
    .split(' ')
    .map((word) => Number.parseInt(word, 16)),
);

type Code = readonly number[];

const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, items: readonly Code[]) => [id, ...sized(vector(items))];
const name = (text: string) => sized([...Buffer.from(text)]);
const simd = (opcode: number, ...immediate: number[]) => [0xfd, ...unsigned(opcode), ...immediate];

const I32 = 0x7f;
const V128 = 0x7b;
const get = (local: number) => [0x20, ...unsigned(local)];
const set = (local: number) => [0x21, ...unsigned(local)];
const load = (pointer: number, index: number) => [...get(pointer), ...simd(0x00, 4, ...unsigned(index * 16))];
const store = (pointer: number, index: number, value: Code) => [
  ...get(pointer),
  ...value,
  ...simd(0x0b, 4, ...unsigned(index * 16)),
];
const constant = (value: number) => {
  const word = [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
  return simd(0x0c, ...word, ...word, ...word, ...word);
};
const shift = (opcode: number, value: Code, bits: number) => [...value, 0x41, bits, ...simd(opcode)];
const both = (opcode: number) => (left: Code, right: Code) => [...left, ...right, ...simd(opcode)];
const or = both(0x50);
const xor = both(0x51);
const add = (first: Code, ...rest: Code[]) => [...first, ...rest.flatMap((next) => [...next, ...simd(0xae)])];
const choose = (whereOne: Code, whereZero: Code, mask: Code) => [...whereOne, ...whereZero, ...mask, ...simd(0x52)];
const right = (value: Code, bits: number) => shift(0xad, value, bits);
const rotate = (value: Code, bits: number) => or(right(value, bits), shift(0xab, value, 32 - bits));
const sigma = (value: Code, first: number, [second, third]: readonly [number, Code]) =>
  xor(xor(rotate(value, first), rotate(value, second)), third);

// Locals: the two pointers, the working variables a to h, the last sixteen words of the schedule.
const MESSAGE = 0;
const STATE = 1;
const WORKING = 2;
const SCHEDULE = 10;

/** The word of round `t`, kept in its local: from the message, and from round 16 on by the schedule. */
const word = (t: number): Code => {
  const earlier = (back: number) => get(SCHEDULE + ((t - back) & 15));
  if (t < 16) return [...load(MESSAGE, t), ...set(SCHEDULE + t)];
  const w2 = earlier(2);
  const w15 = earlier(15);
  const next = add(sigma(w2, 17, [19, right(w2, 10)]), earlier(7), sigma(w15, 7, [18, right(w15, 3)]), earlier(16));
  return [...next, ...set(SCHEDULE + (t & 15))];
};

type Variables = [a: Code, b: Code, c: Code, d: Code, e: Code, f: Code, g: Code, h: Code];

/** One round. The variables keep their locals and change their names, which saves eight moves. */
const round = (t: number): Code => {
  const local = (index: number) => WORKING + ((index - t) & 7);
  const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => get(local(index))) as unknown as Variables;
  const first = add(
    h,
    sigma(e, 6, [11, rotate(e, 25)]),
    choose(f, g, e),
    constant(K[t] as number),
    get(SCHEDULE + (t & 15)),
  );
  const majority = choose(c, b, xor(a, b));
  return [
    ...word(t),
    ...first,
    ...set(local(7)),
    ...add(d, h),
    ...set(local(3)),
    ...add(h, sigma(a, 2, [13, rotate(a, 22)]), majority),
    ...set(local(7)),
  ];
};

const eight = [0, 1, 2, 3, 4, 5, 6, 7];
const body = [
  ...unsigned(1),
  ...unsigned(24),
  V128,
  ...eight.flatMap((index) => [...load(STATE, index), ...set(WORKING + index)]),
  ...Array.from({ length: 64 }, (_, t) => round(t)).flat(),
  ...eight.flatMap((index) => store(STATE, index, add(load(STATE, index), get(WORKING + index)))),
  0x0b,
];

/** `compress(message, state)`: 16 vectors of message words, 8 vectors of state; pointers into `memory`. */
export const lanesModule = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [[0x60, ...vector([[I32], [I32]]), 0]]),
  ...section(3, [[0]]),
  ...section(5, [[0, 1]]),
  ...section(7, [
    [...name('memory'), 2, 0],
    [...name('compress'), 0, 0],
  ]),
  ...section(10, [sized(body)]),
]);
