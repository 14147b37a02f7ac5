import type { Actor } from '@weft/engine/observe';
import type { Identity } from '../../policy/decide.ts';

/** Who acts in a request: a key itself, not the person who made it. */
export const actorOf = (identity: Exclude<Identity, { kind: 'anonymous' }>, requestId: string): Actor => ({
  kind: identity.kind,
  id: identity.kind === 'key' ? identity.keyId : identity.userId,
  requestId,
});
