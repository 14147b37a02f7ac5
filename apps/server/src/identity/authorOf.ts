import type { Author } from '@weft/engine/live';
import type { Identity } from '../policy/decide.ts';

/** Who an edit is by when this identity makes it. */
export const authorOf = (identity: Exclude<Identity, { kind: 'anonymous' }>): Author =>
  identity.kind === 'person'
    ? { kind: 'person', id: identity.userId }
    : { kind: 'key', id: identity.keyId, forPerson: identity.userId };
