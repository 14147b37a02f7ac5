import { z } from 'zod';

/**
 * zod compiles schemas with `new Function` where it can, and finds out by trying. Pages may not do that here: the browser
 * would report each try as a violation of the policy that keeps foreign code out. Imported before any schema is made.
 */
z.config({ jitless: true });
