import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the memory of a long run near what it holds. Only some 35 MB of 50,000 courses live at a time; by default V8
 * keeps 128 MB for young objects, and lets the rest, such as the bodies of calls that are done, grow to four times as
 * much before it looks. Both flags are read whenever V8 decides, so they need no other start of Node; neither is a limit
 * at which a larger file would fail.
 */
export const keepMemorySmall = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=200');
};
