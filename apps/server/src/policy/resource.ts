/** What a rule can be about. `installation` is the server as a whole; `person` is the one who asks. */
export type ResourceKind =
  | 'installation'
  | 'person'
  | 'session'
  | 'template'
  | 'workspace'
  | 'member'
  | 'invitation'
  | 'key'
  | 'document'
  | 'version'
  | 'run'
  | 'step'
  | 'output'
  | 'artifact'
  | 'upload'
  | 'worker'
  | 'model'
  | 'model_version';

/** An object as far as a rule needs to know it. */
export interface Resource {
  readonly kind: ResourceKind;
  /** Null: it belongs to no workspace. */
  readonly workspaceId: string | null;
  /** The person it belongs to or who made it; null when nobody did. */
  readonly ownerId: string | null;
  /**
   * - `private`: its owner alone sees it.
   * - `workspace`: the members of its workspace see it.
   * - `everybody`: people and keys from elsewhere see it too, as a viewer would.
   */
  readonly visibility: 'private' | 'workspace' | 'everybody';
  /**
   * - `deleted`: its row is kept, and most actions answer as if there had never been one.
   * - `absent`: the workspace that was named holds no such thing. The role is asked about first, so that who may not look
   *   does not learn which ids exist.
   */
  readonly presence: 'here' | 'deleted' | 'absent';
  /** As far as rules depend on it: the role of a membership. */
  readonly state: string | null;
}

/** A resource, with the most frequent values filled in. */
export const resource = (
  kind: ResourceKind,
  workspaceId: string | null,
  rest: Partial<Omit<Resource, 'kind' | 'workspaceId'>> = {},
): Resource => ({
  kind,
  workspaceId,
  ownerId: null,
  visibility: 'workspace',
  presence: 'here',
  state: null,
  ...rest,
});
