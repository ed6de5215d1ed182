import { SaxesParser } from 'saxes';
import { PaymentFileError } from './payment-file.error.ts';

/** An element that ends: the names from the root down to it, and its text. */
export interface XmlHandler {
  /** Called where an element begins; attributes by name. */
  open?(path: readonly string[], attributes: Readonly<Record<string, string>>): void;
  close(path: readonly string[], text: string): void;
}

const MOST_DEPTH = 32;
const MOST_TEXT = 10_000;

const notXml = (why: string) => new PaymentFileError('NOT_XML', `the file is no XML that can be taken: ${why}`);

interface Position {
  path: string[];
  text: string;
}

const listen = (parser: SaxesParser, reading: Position, { handler, namespace }: XmlReaderOptions): void => {
  const { path } = reading;
  parser.on('doctype', () => {
    throw notXml('it has a document type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    // Banks write the message's namespace as the default one; prefixes are cut off.
    const bare = name.slice(name.indexOf(':') + 1);
    const prefix = name.includes(':') ? `xmlns:${name.slice(0, name.indexOf(':'))}` : 'xmlns';
    const given = attributes as Record<string, string>;
    if (path.length === 0 && given[prefix] !== namespace) {
      throw new PaymentFileError('NAMESPACE', `the file is no ${namespace.split(':').at(-1)}`);
    }
    path.push(bare);
    reading.text = '';
    if (path.length > MOST_DEPTH) throw notXml('it is nested too deep');
    handler.open?.(path, given);
  });
  parser.on('text', (text) => {
    reading.text += text;
    if (reading.text.length > MOST_TEXT) throw notXml('a text is too long');
  });
  parser.on('closetag', () => {
    handler.close(path, reading.text.trim());
    path.pop();
    reading.text = '';
  });
  parser.on('error', (error) => {
    throw notXml(error.message.split('\n')[0] ?? '');
  });
};

export interface XmlReaderOptions {
  namespace: string;
  handler: XmlHandler;
}

/** Reads a message as a stream, in constant memory. @throws PaymentFileError NOT_XML, NAMESPACE */
export const readMessage = async (
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: XmlReaderOptions,
): Promise<void> => {
  const parser = new SaxesParser();
  listen(parser, { path: [], text: '' }, options);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw notXml('it is not UTF-8');
    }
  };
  for await (const piece of pieces) parser.write(decode(piece));
  parser.write(decode()).close();
};
