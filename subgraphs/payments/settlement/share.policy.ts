interface Share {
  /** What the ledger has of the settlement's sales, in whole rupiah. */
  posted: bigint;
  /** What of the sales goes against refunds that the party owes. */
  netted: bigint;
  /** The sales that are posted now. */
  amount: bigint;
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** Parts sales that are posted now: refunds are netted first, the rest is paid. */
export const partOf = ({ posted, netted, amount }: Share): { netted: bigint; paid: bigint } => {
  const part = least(posted + amount, netted) - least(posted, netted);
  return { netted: part, paid: amount - part };
};
