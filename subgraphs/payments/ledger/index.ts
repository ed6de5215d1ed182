export { byWaveAndYear } from './by-year.ts';
export { type Account, type EntryKind, type JournalEntry, type Posting, post, postAll } from './ledger.service.ts';
