import { isUntypable } from '../../kit/typed-text.ts';
import { refusals } from './conformance.refusal.ts';

const MOST_SAMPLES = 50;
const MOST_CHARACTERS = 500;

const readSample = (text: string): Record<string, unknown> => {
  if (text.length > MOST_CHARACTERS || isUntypable(text)) throw refusals.samples();
  try {
    const read = JSON.parse(text) as Record<string, unknown> | null;
    if (typeof read?.__typename === 'string' && Object.keys(read).length > 1) return read;
  } catch {
    // It is said below.
  }
  throw refusals.samples();
};

/** Reads keys of entities that exist, each as JSON. @throws Refusal CONFORMANCE_SAMPLE_MALFORMED */
export const readSamples = (texts: readonly string[]): Record<string, unknown>[] => {
  if (texts.length > MOST_SAMPLES) throw refusals.samples();
  return texts.map(readSample);
};
