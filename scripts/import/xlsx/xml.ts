import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { ImportError } from '../import.error.ts';

/** What a reader of one kind of part does with its elements; names come without their prefix. */
export interface Handler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
  /** Ends the reading early when true, after the piece that is under way. */
  isDone?(): boolean;
}

const MOST_DEPTH = 64;
/** Characters without an element: far above the 32,767 of a cell. */
const MOST_TEXT = 2_000_000;

/** Characters of one cell that are kept: three times what a spreadsheet allows. */
const MOST_CELL = 100_000;

/** The text of a cell and one more piece of it, within bounds. */
export const withPiece = (text: string, piece: string): string =>
  text.length >= MOST_CELL ? text : (text + piece).slice(0, MOST_CELL);

const bare = (name: string) => name.slice(name.indexOf(':') + 1);

const tooLarge = () => new ImportError('the workbook holds XML that no spreadsheet writes: save it anew, or as CSV');

const parserOf = (handler: Handler, onEvent: () => void): SaxesParser => {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on('doctype', () => {
    throw tooLarge();
  });
  parser.on('opentag', ({ name, attributes }) => {
    onEvent();
    depth += 1;
    if (depth > MOST_DEPTH) throw tooLarge();
    handler.open?.(bare(name), attributes as Record<string, string>);
  });
  parser.on('text', (text) => {
    onEvent();
    handler.text?.(text);
  });
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', ({ name }) => {
    onEvent();
    depth -= 1;
    handler.close?.(bare(name));
  });
  parser.on('error', (error) => {
    throw new ImportError(`the workbook is damaged (${error.message.split('\n')[0]}): save it again`);
  });
  return parser;
};

/**
 * Reads XML in pieces, and yields after each. Entities of its own and doctypes are refused: no bomb can be made of them.
 * @throws ImportError for what is no XML, or grows beyond bounds
 */
export async function* readXml(stream: Readable, handler: Handler, reading = { bytes: 0 }): AsyncGenerator<void> {
  let characters = 0;
  let lastEvent = 0;
  const decoder = new TextDecoder('utf-8');
  const parser = parserOf(handler, () => {
    lastEvent = characters;
  });
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    reading.bytes += bytes.length;
    const text = decoder.decode(bytes, { stream: true });
    parser.write(text);
    characters += text.length;
    if (characters - lastEvent > MOST_TEXT) throw tooLarge();
    yield;
    if (handler.isDone?.()) return;
  }
  parser.write(decoder.decode()).close();
}

/** Reads a small part as a whole. */
export const readWhole = async (stream: Readable, handler: Handler): Promise<void> => {
  for await (const _ of readXml(stream, handler));
};
