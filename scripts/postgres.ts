export { ClusterError } from './postgres/cluster.error.ts';
export type { Cluster, ClusterOptions } from './postgres/cluster.ts';
export { startCluster } from './postgres/cluster.ts';
export { ensureDatabases } from './postgres/databases.ts';
