import { Refusal } from '@prakerja/subgraph-kit';
import { type RefusalCode, refusalTexts } from './refusal.data.ts';

/** An expected "no", which the caller gets as data. */
export const refusal = (code: RefusalCode, path: readonly string[] = []): Refusal =>
  new Refusal(code, refusalTexts[code], path);
