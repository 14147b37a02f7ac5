import { z } from 'zod';

/** What people type about themselves, the same wherever they do. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const personName = z.string().trim().min(1).max(100);
/** Long enough that guessing is hopeless, and no rule about which characters: those make people choose worse ones. */
export const newPassword = z.string().min(10).max(128);
/** One that is only compared: whatever somebody types is simply wrong or right. */
export const givenPassword = z.string().min(1).max(128);
/** Of a one-time link. */
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const workspaceName = z.string().trim().min(1).max(100);
