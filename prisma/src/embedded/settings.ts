/**
 * Server settings, passed as flags at each start, so that a new Weft brings its settings to an old cluster and
 * nobody's edits of postgresql.conf are overwritten.
 */

export interface ServerSettings {
  /**
   * True waits for the disk: what Weft says is saved survives a power cut. False is for throw-away servers of
   * tests. Commits are then handed to the system all the same (synchronous_commit stays on), so they survive
   * kill -9 of PostgreSQL; with it off, a test that killed the server right after a commit lost the commit.
   */
  durable: boolean;
  port: number;
}

export function serverFlags({ durable, port }: ServerSettings): string[] {
  const wait = durable ? 'on' : 'off';
  const settings: Record<string, string | number> = {
    // TCP on the loopback only. A socket file would need a path of at most 107 bytes, and data folders are longer.
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    fsync: wait,
    synchronous_commit: 'on',
    full_page_writes: wait,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A query whose client was killed ends, and lets go of its locks, within this time instead of running on.
    // PostgreSQL cannot watch a connection that way on Windows, and refuses to start with it.
    client_connection_check_interval: process.platform === 'win32' ? 0 : '1s',
    lc_messages: 'C', // this package reads the server's messages
    // Weft's queries are short. Parallel plans cost forks, and their shared memory (64 MB in a container by
    // default) runs out under a few large ones; JIT compilation would take longer than the queries.
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    jit: 'off',
    log_line_prefix: '%m [%p] %a ',
    log_checkpoints: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
