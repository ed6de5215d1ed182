import { Migration } from '@mikro-orm/migrations';

/** An index that is built while the table is read and written. */
export interface OnlineIndex {
  name: string;
  table: string;
  isUnique?: boolean;
  /** What follows the table's name, such as `(birth_date) where status = 'ACTIVE'`. */
  on: string;
}

interface IndexRow {
  isValid: boolean;
}

interface PartitionRow {
  name: string;
}

const FIND = `select indisvalid as "isValid" from pg_index where indexrelid = to_regclass(?)`;
const IS_PARTITIONED = `select 1 as is from pg_class where oid = ?::regclass and relkind = 'p'`;
const LEAVES = `select relid::text as name from pg_partition_tree(?::regclass) where isleaf order by 1`;
const IS_ATTACHED = `select 1 as is from pg_inherits where inhrelid = to_regclass(?) and inhparent = to_regclass(?)`;
const LONGEST_NAME = 63;

/**
 * A migration that builds indexes without holding up reads and writes of their tables. It runs outside of a
 * transaction; one that was killed, whose index is there and not valid, drops that and builds it again.
 */
export abstract class OnlineIndexes extends Migration {
  protected abstract readonly indexes: readonly OnlineIndex[];

  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // It waits for transactions that began before, and nobody waits behind it.
    await this.execute('set lock_timeout = 0');
    for (const index of this.indexes) {
      const isPartitioned = (await this.execute(IS_PARTITIONED, [index.table])).length > 0;
      await (isPartitioned ? this.#buildForPartitions(index) : this.#build(index));
    }
    await this.execute('reset lock_timeout');
  }

  async #build({ name, table, isUnique, on }: OnlineIndex): Promise<void> {
    const [found] = (await this.execute(FIND, [name])) as IndexRow[];
    if (found?.isValid) return;
    if (found) await this.execute(`drop index concurrently ${name}`);
    await this.execute(`create ${isUnique ? 'unique ' : ''}index concurrently ${name} on ${table} ${on}`);
  }

  /** PostgreSQL does not build the whole of these concurrently: that of the table is valid when each partition's is. */
  async #buildForPartitions({ name, table, isUnique, on }: OnlineIndex): Promise<void> {
    const kind = isUnique ? 'unique index' : 'index';
    await this.execute(`create ${kind} if not exists ${name} on only ${table} ${on}`);
    for (const { name: leaf } of (await this.execute(LEAVES, [table])) as PartitionRow[]) {
      const own = `${leaf}_${name}`.slice(-LONGEST_NAME);
      if ((await this.execute(IS_ATTACHED, [own, name])).length > 0) continue;
      await this.#build({ name: own, table: leaf, on, ...(isUnique && { isUnique }) });
      await this.execute(`alter index ${name} attach partition ${own}`);
    }
  }
}
