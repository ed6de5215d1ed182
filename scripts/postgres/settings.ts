import { clusterName } from './living-server.ts';

export interface ServerSettings {
  port: number;
  maxConnections: number;
  durable: boolean;
  settings?: Record<string, string>;
}

const always: Record<string, string | number> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Sized for two cores beside five services of ours; a short query never earns back a compilation.
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  random_page_cost: 1.1,
  jit: 'off',
  // What was written since the last checkpoint is read again after a crash, at 50 MB/s on a busy machine: this much, so
  // that it is over in 10 s. Bulk loads go into new tables, which are not in the log.
  max_wal_size: '512MB',
  min_wal_size: '256MB',
  checkpoint_timeout: '2min',
  wal_buffers: '16MB',
  wal_compression: 'on',
  // The default run has no replica; a bulk load into new tables then needs no log. DATABASE_URL names a cluster that has.
  wal_level: 'minimal',
  max_wal_senders: 0,
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] %u@%d ',
  // Statements hold personal data: the log names the error, not the values.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: 0,
};

const onLinux: Record<string, string> = {
  // One call in place of one for each of thousands of files, before what is in the log is read again.
  recovery_init_sync_method: 'syncfs',
  // A statement whose client has gone ends: that is how services end the SQL of a request that is over.
  client_connection_check_interval: '250ms',
};

const disposable: Record<string, string | number> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** Command-line arguments of `postgres`: nothing is written to postgresql.conf, so that a new release can change them. */
export const settingsArguments = ({ port, maxConnections, durable, settings = {} }: ServerSettings): string[] =>
  Object.entries({
    ...always,
    ...(process.platform === 'linux' ? onLinux : {}),
    ...(durable ? {} : disposable),
    port,
    max_connections: maxConnections,
    cluster_name: clusterName,
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
