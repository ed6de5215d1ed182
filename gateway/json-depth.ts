const quote = 0x22;
const backslash = 0x5c;
// Of a list and of an object, with the bit taken out in which they differ.
const opening = 0x5b;
const closing = 0x5d;
const either = ~0x20;

/** Whether lists and objects in the JSON `text` stand more than `levels` deep in each other. It need not be valid. */
export const isDeeper = (text: string, levels: number): boolean => {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) isInString = !isInString;
    else if (isInString) index += code === backslash ? 1 : 0;
    else if ((code & either) === opening) depth += 1;
    else if ((code & either) === closing) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
};
