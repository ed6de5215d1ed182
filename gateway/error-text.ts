const longestMessage = 500;
/** The most of what the client sent that one message repeats. */
const longestEcho = 100;
/** Names of this length are repeated whole, several of them too: a suggestion needs them. */
const shortName = 30;

// A NIK, a family card or a phone that the client put in the wrong place comes back in the words of an error, and from
// there into the client's own logs. Ids of ours have letters or hyphens around their digits.
const numbers = /\d{16,}|(?<![\w-])\+?\d{10,15}(?![\w-])/g;

// Bidirectional marks and control characters would make a log or a terminal show another text than was written.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/**
 * The words of an error as they may leave: no number of a person, nothing invisible, and of what the client sent, which
 * stands in double quotes, 100 characters at most.
 */
export const publicText = (message: string): string => {
  const start = message.length > 2 * longestMessage ? message.slice(0, 2 * longestMessage) : message;
  const plain = start.replaceAll(numbers, '••••').replaceAll(invisible, '\uFFFD').toWellFormed();
  if (plain.length <= longestEcho) return plain;
  let left = longestEcho;
  const shown = plain.replaceAll(/"([^"]*)(?:"|$)/g, (whole, quoted: string) => {
    if (quoted.length <= shortName) return whole;
    const piece = left > 0 ? cut(quoted, left) : '…';
    left -= piece.length;
    return `"${piece}"`;
  });
  return cut(shown, longestMessage).toWellFormed();
};

/** What stands between the first and the last double quote as one piece, which may have quotes itself. */
export const withOneEcho = (message: string): string => {
  const start = message.indexOf('"');
  const end = message.lastIndexOf('"');
  if (end - start <= longestEcho) return message;
  return `${message.slice(0, start + 1)}${message.slice(start + 1, end).replaceAll('"', "'")}${message.slice(end)}`;
};
