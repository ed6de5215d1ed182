import type { Text } from './language.ts';

/** An expected refusal: services throw it, the graph returns it as data. The code never changes; the text may. */
export class Refusal extends Error {
  readonly code: string;
  readonly text: Text;
  readonly path: readonly string[];

  constructor(code: string, text: Text, path: readonly string[] = []) {
    super(text.en);
    this.code = code;
    this.text = text;
    this.path = path;
  }
}
