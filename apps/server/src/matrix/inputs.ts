import { randomUUID } from 'node:crypto';

/** What the input of one cell is made for. Ids that are not there are random. */
export interface Objects {
  readonly workspaceId: string;
  readonly documentId: string;
  readonly runId: string;
  /** A member of the workspace who is neither owner nor the one who asks. */
  readonly memberId: string;
  readonly invitationId: string;
  readonly keyId: string;
}

/**
 * An input that is right in everything, for each procedure. One that is not listed here fails the test: rights nobody
 * thought about are how peers were broken into.
 */
export const INPUTS: Readonly<Record<string, (objects: Objects) => unknown>> = {
  'session.me': () => undefined,
  'session.signIn': () => ({ email: 'nobody@example.org', password: 'wrong-password-1' }),
  'session.signUp': () => ({
    name: 'N',
    email: `${randomUUID()}@example.org`,
    password: 'long-enough-password',
  }),
  'session.signOut': () => undefined,
  'session.update': () => ({ name: 'Renamed' }),
  'session.changePassword': () => ({ current: 'not-the-password', next: 'another-long-password' }),
  'session.list': () => undefined,
  'session.revoke': () => ({ sessionId: randomUUID() }),
  'session.revokeOthers': () => undefined,
  'session.resetPassword': () => ({ token: 'x'.repeat(43), password: 'another-long-password' }),
  'setup.check': () => ({ token: 'x'.repeat(43) }),
  'setup.claim': () => ({
    token: 'x'.repeat(43),
    name: 'N',
    email: 'n@example.org',
    password: 'long-enough-password',
  }),
  'workspaces.create': () => ({ name: 'Mine' }),
  'workspaces.rename': ({ workspaceId }) => ({ workspaceId, name: 'Renamed' }),
  'workspaces.get': ({ workspaceId }) => ({ workspaceId }),
  'members.list': ({ workspaceId }) => ({ workspaceId }),
  'members.setRole': ({ workspaceId, memberId }) => ({ workspaceId, userId: memberId, role: 'viewer' }),
  'members.remove': ({ workspaceId, memberId }) => ({ workspaceId, userId: memberId }),
  'members.leave': ({ workspaceId }) => ({ workspaceId }),
  'invitations.list': ({ workspaceId }) => ({ workspaceId }),
  'invitations.create': ({ workspaceId }) => ({
    workspaceId,
    email: `${randomUUID()}@example.org`,
    role: 'viewer',
  }),
  'invitations.cancel': ({ workspaceId, invitationId }) => ({ workspaceId, invitationId }),
  'invitations.preview': ({ invitationId }) => ({ invitationId }),
  'invitations.accept': ({ invitationId }) => ({ invitationId }),
  'keys.list': ({ workspaceId }) => ({ workspaceId }),
  'keys.create': ({ workspaceId }) => ({ workspaceId, name: 'k', role: 'viewer' }),
  'keys.revoke': ({ workspaceId, keyId }) => ({ workspaceId, keyId }),
  'documents.list': ({ workspaceId }) => ({ workspaceId }),
  'documents.get': ({ documentId }) => ({ documentId }),
  'documents.create': ({ workspaceId }) => ({ workspaceId }),
  'documents.duplicate': ({ documentId }) => ({ documentId }),
  'documents.remove': ({ documentId }) => ({ documentId }),
  'documents.restore': ({ documentId }) => ({ documentId }),
  'documents.export': ({ documentId }) => ({ documentId }),
  'documents.blame': ({ documentId }) => ({ documentId }),
  'documents.edits': ({ documentId }) => ({ documentId }),
  'documents.versions': ({ documentId }) => ({ documentId }),
  'documents.version': ({ documentId }) => ({ documentId, number: 1 }),
  'templates.list': () => undefined,
  'templates.get': () => ({ slug: 'quick-start' }),
  'runs.preview': ({ documentId }) => ({ documentId }),
  'runs.start': ({ documentId }) => ({ documentId, runId: randomUUID() }),
  'runs.control': ({ runId }) => ({ runId, verb: 'pause' }),
  'runs.answer': ({ runId }) => ({ runId, nodeId: 'a', answer: true }),
  'runs.list': ({ workspaceId }) => ({ workspaceId }),
  'runs.get': ({ runId }) => ({ runId }),
  'runs.events': ({ runId }) => ({ runId }),
  'runs.watch': ({ documentId }) => ({ documentId }),
  'runs.log': ({ runId }) => ({ runId }),
  'runs.explainStep': ({ runId }) => ({ runId, nodeId: 'a' }),
  'runs.attempts': ({ runId }) => ({ runId }),
  'runs.compare': ({ runId }) => ({ runId, otherRunId: runId }),
  'artifacts.preview': ({ runId }) => ({ runId, nodeId: 'a', port: 'rows' }),
  'uploads.list': ({ workspaceId }) => ({ workspaceId }),
  'workers.list': ({ workspaceId }) => ({ workspaceId }),
};
