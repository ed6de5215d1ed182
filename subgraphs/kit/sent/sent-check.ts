import type { Refusal } from '../refusal.ts';
import { isOfSpreadsheet, readTyped, typedLine, typedText } from '../typed-text.ts';
import { sentFaults } from './sent.refusal.ts';
import { textFault } from './sent-text.ts';

/** What is wrong with one place of an item, and what was sent there. */
export interface SentFault {
  refusal: Refusal;
  example: string | null;
}

/** Faults of one item that are told; the rest shows when these are mended. */
const MOST = 20;

const references = /^[\p{L}\p{N}._:/#+@ -]{1,64}$/u;
const publicHost = /^(?=.{4,253}$)(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/;
const privateHost = /\.(?:local|localhost|internal|lan|test|invalid|example)$/;

/** Reads what an organisation sent, and collects what is wrong with it. */
export class SentCheck {
  readonly found: SentFault[] = [];

  fault(refusal: Refusal, example: string | number | bigint | null): void {
    if (this.found.length < MOST) {
      this.found.push({ refusal, example: example === null ? null : String(example) });
    }
  }

  text(sent: string, path: readonly string[], limit: { least?: number; most: number; isLine?: boolean }): string {
    const { least = 1, most, isLine = false } = limit;
    const read = readTyped(sent, { least, most, read: isLine ? typedLine : typedText });
    const fault = textFault(read, sent, { path, least, most });
    if (fault) this.fault(fault, sent);
    return 'text' in read ? read.text : '';
  }

  reference(sent: string): string | null {
    const line = sent.length > 256 ? '' : typedLine(sent);
    if (references.test(line) && !isOfSpreadsheet(line)) return line;
    const path = ['reference'];
    this.fault(isOfSpreadsheet(line) ? sentFaults.referenceSpoiled(path) : sentFaults.referenceMalformed(path), sent);
    return null;
  }

  /** Returns a public https address in one form; null when none was sent. */
  url(sent: string | null | undefined, path: readonly string[]): string | null {
    const text = sent?.trim() ?? '';
    if (text === '') return null;
    const url = text.length <= 500 ? URL.parse(text) : null;
    const isPublic =
      url?.protocol === 'https:' &&
      url.username === '' &&
      url.port === '' &&
      publicHost.test(url.hostname) &&
      !privateHost.test(url.hostname);
    if (!isPublic) this.fault(sentFaults.urlMalformed(path), text);
    return url?.href ?? null;
  }
}
