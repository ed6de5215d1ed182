import { type RawBuilder, sql } from 'kysely';

/** Whether every word that counts must be found, or one of them: ANY where nothing has them all. */
export type Match = 'ALL' | 'ANY';

/** How one kind of list reads typed words. */
export interface WordRule {
  /** What is looked for when any of the words `words` is meant. */
  query: RawBuilder<unknown>;
  /** Whether anything that could be found has `query`. */
  isKnown: RawBuilder<unknown>;
  /** What is looked for when `word`, which nothing has, was mistyped; null when nothing is like it. */
  near: RawBuilder<unknown>;
}

/**
 * Reads typed words, which are JSON: `[{words: [the word, what says the same…], is_filler}]`.
 * typed: each word of the text, and what is looked for with it.
 * read: a word that nothing has is read as the words that it may have meant.
 * asked: the whole text, in one row: all words that count, any of them, and the fillers.
 */
export const asking = (typed: string | null, { query, isKnown, near }: WordRule): RawBuilder<unknown> => sql`
  typed as materialized (
    select words[1] as word, is_filler, ${query} as query
      from json_to_recordset(${typed}::json) as typed (words text[], is_filler boolean)
  ), read as materialized (
    select is_filler, case when is_filler or ${isKnown} then query else coalesce(query || ${near}, query) end as query
      from typed
  ), asked as materialized (
    select string_agg('(' || query::text || ')', ' & ') filter (where not is_filler)::tsquery as whole,
        string_agg(query::text, ' | ') filter (where not is_filler)::tsquery as part,
        coalesce(string_agg(query::text, ' | ') filter (where is_filler), '')::tsquery as fillers
      from read
  )`;

/**
 * Decides what must be found.
 * matched: whether something has all words.
 * chosen: all words, or any where nothing has them all.
 */
export const choosing = (
  typed: string | null,
  match: Match | null,
  hasWhole: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  matched as materialized (
    select coalesce(${match}::text, case when ${typed}::json is null or exists (${hasWhole}) then 'ALL' else 'ANY' end) as match
  ), chosen as materialized (
    select case when match = 'ALL' then whole else part end as query, match from asked, matched
  )`;

/**
 * How well `head` answers: a word with the weight A counts 1, B 0.6, C 0.3, and less the longer the head is; a filler a
 * fifth. Nothing depends on how many rows have a word, so a row keeps its rank while others come and go.
 */
export const relevance = (typed: string | null): RawBuilder<unknown> => sql`case when ${typed}::json is null then 0 else
  (1000000 * (ts_rank('{0, 0.3, 0.6, 1}', head, (select part from asked), 1)
    + 0.2 * ts_rank('{0, 0.3, 0.6, 1}', head, (select fillers from asked), 1)))::bigint end`;
