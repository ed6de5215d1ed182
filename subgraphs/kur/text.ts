import type { RequestFacts } from '@prakerja/subgraph-kit';

/** English unless Indonesian is asked for. */
export type Language = RequestFacts['language'];

/** The same in both languages. */
export type Text = Readonly<Record<Language, string>>;
