import { FileFault } from './file.fault.ts';

export interface FileLine {
  /** From 1. */
  number: number;
  text: string;
}

const LONGEST = 2_000;
const BOM = '\ufeff';

/**
 * Splits UTF-8 text into lines that end with LF or CRLF; a byte order mark at the start is passed over. Holds one block
 * and one line at a time, whatever the file has.
 */
export const linesOf = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  let rest = '';
  const decode = (block?: Uint8Array) => {
    try {
      return block ? decoder.decode(block, { stream: true }) : decoder.decode();
    } catch {
      throw new FileFault('FILE_NOT_TEXT', number + 1);
    }
  };
  const lineOf = (text: string): FileLine => {
    number += 1;
    const line = number === 1 && text.startsWith(BOM) ? text.slice(1) : text;
    if (line.length > LONGEST) throw new FileFault('LINE_TOO_LONG', number);
    if (line.includes('\0')) throw new FileFault('FILE_NOT_TEXT', number);
    return { number, text: line.endsWith('\r') ? line.slice(0, -1) : line };
  };
  for await (const block of bytes) {
    const parts = (rest + decode(block)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield lineOf(part);
    if (rest.length > LONGEST + 1) throw new FileFault('LINE_TOO_LONG', number + 1);
  }
  rest += decode();
  if (rest !== '') yield lineOf(rest);
};
