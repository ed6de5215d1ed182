/** What the inside of a program looks like in a message. */
const inside: readonly [string, RegExp][] = [
  [
    'a stack',
    /\bat (async )?[\w.<>$[\] ]+ ?\(?[^\s()]*:\d+:\d+\)?|Traceback \(most recent call last\)|File "[^"]+", line \d+|"stack(trace)?"/i,
  ],
  [
    'SQL',
    /\b(select\s.+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s)|relation \\?"|\bsyntax error at or near|\bSQLSTATE|\bPG::|\bORA-\d/i,
  ],
  [
    'a path of a file',
    /(?:^|[\s"'(])(?:\/(?:home|usr|var|opt|app|srv|root|tmp|work)\/|[A-Z]:\\\\)[\w./\\-]+|node_modules|site-packages/,
  ],
  ['an address of the inside', /\b(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH)\b|\b(10|127|192\.168)\.\d+\.\d+\.\d+\b/],
];

/** Names what a text tells of the program that wrote it; undefined where it tells nothing. */
export const leakIn = (text: string): string | undefined => inside.find(([, pattern]) => pattern.test(text))?.[0];
