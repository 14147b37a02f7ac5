import { QueryClient } from '@tanstack/react-query';
import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCLink,
} from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { Text } from '@weft/engine/graph';
import type { AppRouter } from '@weft/server/router';
import { currentLanguage } from '../i18n/index.ts';

const url = '/api/trpc';

const headers = () => ({ 'x-weft-language': currentLanguage() });

/**
 * Signing in and out sets cookies, which an answer can only do before it has begun: these travel alone. As a batch of one,
 * because a plain request without input has no body, and an empty body is no JSON.
 */
const requests: TRPCLink<AppRouter> = splitLink({
  condition: ({ path }) => /^(session|setup)\./.test(path),
  true: httpBatchLink({ url, headers, maxItems: 1 }),
  false: httpBatchStreamLink({ url, headers }),
});

const transport: TRPCLink<AppRouter> = splitLink({
  condition: ({ type }) => type === 'subscription',
  true: httpSubscriptionLink({ url }),
  false: requests,
});

/** The one way to the server. Cookies carry the session; nothing is kept in the page. */
export const api = createTRPCClient<AppRouter>({ links: [transport] });

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays a refusal; only what may pass by itself is tried again.
      retry: (count, error) => count < 3 && isPassing(error),
      refetchOnWindowFocus: true,
    },
  },
});

/** `useQuery(trpc.documents.list.queryOptions({ workspaceId }))` */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: api, queryClient });

/** What the server says with a refusal: a stable code, and a sentence in the language of the studio as `message`. */
export interface Refusal {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | Text>>;
  readonly details: unknown;
}

export function refusalOf(error: unknown): Refusal | null {
  return (error as { data?: { weft?: Refusal } } | null)?.data?.weft ?? null;
}

function isPassing(error: unknown): boolean {
  const refusal = refusalOf(error);
  return refusal === null || refusal.code === 'unavailable' || refusal.code === 'too_many';
}
