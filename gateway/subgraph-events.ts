import { Bytes, tooLarge } from './subgraph-bytes.ts';

/** An event of `text/event-stream`. */
export interface StreamEvent {
  type: string;
  data: string;
}

const lineFeed = 0x0a;
const colon = 0x3a;

/** Splits a stream into events as its bytes arrive; each byte is looked at once. */
export class EventReader {
  readonly #maximumBytes: number;
  #line: Bytes;
  #isCut = false;
  #type = 'next';
  #data: string[] = [];
  #length = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
    this.#line = new Bytes(maximumBytes);
  }

  /**
   * Yields the events that end in `chunk`.
   * @throws SubgraphFailure when an event is too large or not UTF-8
   */
  *read(chunk: Buffer): Generator<StreamEvent> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      // Comments, which keep a connection open, may be many.
      const isComment = !this.#isCut && chunk[start] === colon;
      if (!isComment) {
        this.#line.add(chunk.subarray(start, end));
        const line = this.#line.text().replace(/\r$/, '');
        this.#line = new Bytes(this.#maximumBytes);
        this.#isCut = false;
        if (line !== '') this.#field(line);
        else if (this.#length > 0) yield this.#end();
      }
      start = end + 1;
    }
    if (start === chunk.length) return;
    this.#line.add(chunk.subarray(start));
    this.#isCut = true;
  }

  #field(line: string): void {
    this.#length += line.length + 1;
    if (this.#length > this.#maximumBytes) throw tooLarge(this.#maximumBytes);
    const [, name, value = ''] = /^([^:]*)(?:: ?)?(.*)$/s.exec(line) ?? [];
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
  }

  #end(): StreamEvent {
    const event = { type: this.#type, data: this.#data.join('\n') };
    this.#type = 'next';
    this.#data = [];
    this.#length = 0;
    return event;
  }
}
