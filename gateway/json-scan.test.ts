import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJson } from './json-scan.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

const countOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, each) => sum + countOf(each), 1)
    : 1;

test('depth is found in any JSON, whatever its strings hold, and values are never overcounted', () => {
  const strings = fc.oneof(fc.string(), fc.constantFrom('[[', '"', '\\"', '\\', '{"a":[', ',,', ']'));
  const json = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 6 }, strings, fc.integer(), fc.array(tie('any')), fc.dictionary(strings, tie('any'))),
  })).any;
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const depth = depthOf(value);
      const values = countOf(value);
      expect(scanJson(text, { depth, values })).toBeUndefined();
      if (depth > 0) expect(scanJson(text, { depth: depth - 1, values })).toBe('depth');
      expect(scanJson(text, { depth, values: Math.floor(values / 2) - 1 })).toBe(values > 0 ? 'values' : undefined);
    }),
  );
});
