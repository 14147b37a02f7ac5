import { createHash, randomBytes } from 'node:crypto';

/** A secret for a link that works once: 256 random bits. We keep its hash only, so reading the table opens nothing. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * SHA-256, as there is nothing to guess in 256 random bits. Looking the hash up also makes the comparison take as long for
 * every wrong token.
 */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
