import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { queryClient, trpc } from '../api/client.ts';
import { paths } from './paths.ts';
import { useWorkspace } from './workspace.ts';

type Create = Parameters<
  NonNullable<ReturnType<typeof trpc.documents.create.mutationOptions>['mutationFn']>
>[0];

/** Makes a document in this workspace and opens it. `from`: nothing, a template, or the content of a file. */
export function useCreateDocument() {
  const { workspaceId, slug } = useWorkspace();
  const [, navigate] = useLocation();
  const mutation = useMutation(
    trpc.documents.create.mutationOptions({
      onSuccess: async ({ documentId }) => {
        navigate(paths.document(slug, documentId));
        await queryClient.invalidateQueries({ queryKey: trpc.documents.list.pathKey() });
      },
    }),
  );
  return {
    create: (from?: Create['from']) => mutation.mutate({ workspaceId, ...(from !== undefined && { from }) }),
    pending: mutation.isPending,
    from: mutation.variables?.from,
    error: mutation.error,
    clear: mutation.reset,
  };
}
