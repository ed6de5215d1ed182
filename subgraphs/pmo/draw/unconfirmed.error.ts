/** The entries of a wave cannot be frozen: somebody eligible is not confirmed by the civil registry. */
export class UnconfirmedEntries extends Error {
  constructor(wave: number) {
    super(`wave ${wave} has eligible entries of people who are not confirmed`);
  }
}
