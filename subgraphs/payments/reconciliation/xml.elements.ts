import { SaxesParser } from 'saxes';
import { FileFault } from './file.fault.ts';

/** What a reader does with elements; `path` is made of their names without prefix, joined by `/`. */
export interface ElementHandler {
  open(path: string, attributes: Readonly<Record<string, string>>, line: number): void;
  /** `text` is what stands in the element itself. */
  close(path: string, text: string, line: number): void;
}

const MOST_DEPTH = 32;
const MOST_TEXT = 2_000;

const bare = (name: string) => name.slice(name.indexOf(':') + 1);

const parserOf = (handler: ElementHandler): SaxesParser => {
  const parser = new SaxesParser();
  const path: string[] = [];
  let text = '';
  const add = (piece: string) => {
    text += piece;
    if (text.length > MOST_TEXT) throw new FileFault('LINE_TOO_LONG', parser.line);
  };
  parser.on('doctype', () => {
    throw new FileFault('XML_MALFORMED', parser.line);
  });
  parser.on('error', () => {
    throw new FileFault('XML_MALFORMED', parser.line);
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(bare(name));
    if (path.length > MOST_DEPTH) throw new FileFault('XML_MALFORMED', parser.line);
    text = '';
    handler.open(path.join('/'), attributes as Record<string, string>, parser.line);
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    handler.close(path.join('/'), text.trim(), parser.line);
    path.pop();
    text = '';
  });
  return parser;
};

/** Pieces without a markup character grow in the parser: one tag or text is at most so long. */
const MOST_PENDING = 1_000_000;

/** Reads XML in pieces, and yields after each. Document types are refused: no bomb can be made of entities. */
export const readElements = async function* (
  bytes: AsyncIterable<Uint8Array>,
  handler: ElementHandler,
): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = parserOf(handler);
  let pending = 0;
  let isEmpty = true;
  const take = (block?: Uint8Array): string => {
    try {
      return block ? decoder.decode(block, { stream: true }) : decoder.decode();
    } catch {
      throw new FileFault('FILE_NOT_TEXT', parser.line);
    }
  };
  for await (const block of bytes) {
    isEmpty = false;
    const text = take(block);
    pending = text.includes('>') ? 0 : pending + text.length;
    if (pending > MOST_PENDING) throw new FileFault('LINE_TOO_LONG', parser.line);
    parser.write(text);
    yield;
  }
  if (isEmpty) throw new FileFault('FILE_EMPTY', null);
  parser.write(take()).close();
};
