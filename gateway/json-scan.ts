const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
// Of a list and of an object, with the bit taken out in which they differ.
const opening = 0x5b;
const closing = 0x5d;
const either = ~0x20;

export interface JsonLimits {
  /** Lists and objects in each other. */
  depth: number;
  /** The number of lists, objects and leaves; less the first leaf of each. */
  values: number;
}

/** Which limit the JSON `text` exceeds, before it is parsed: parsing takes time and memory for each value. */
export const scanJson = (text: string, limits: JsonLimits): keyof JsonLimits | undefined => {
  let depth = 0;
  let values = 0;
  let isInString = false;
  // An item that is a list or an object was counted with the comma before it.
  let isCounted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) isInString = !isInString;
    else if (isInString) index += code === backslash ? 1 : 0;
    else if (code === comma) {
      values += 1;
      isCounted = true;
    } else if ((code & either) === opening) {
      depth += 1;
      values += isCounted ? 0 : 1;
      isCounted = false;
    } else if ((code & either) === closing) depth -= 1;
    if (depth > limits.depth) return 'depth';
    if (values > limits.values) return 'values';
  }
  return undefined;
};
