import type { Engine } from '@weft/engine';
import type { SpecRegistry } from '@weft/engine/graph';
import type pg from 'pg';
import type { RunFeed } from './domain/runs/feed.ts';
import type { Limiters } from './http/limiters.ts';
import type { Accounts } from './identity/accounts.ts';
import type { Rooms } from './sync/rooms.ts';

/** What the server is made of: built once when it starts, handed to whoever needs it. No global clients. */
export interface Deps {
  readonly engine: Engine;
  /** Acts as the owner of the tables. The API reads through `asTenant`; see `tenant` in the context. */
  readonly pool: pg.Pool;
  readonly specs: SpecRegistry;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly feed: RunFeed;
  readonly limiters: Limiters;
  readonly templatesDir: string;
}
