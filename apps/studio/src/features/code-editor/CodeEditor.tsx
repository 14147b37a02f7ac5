import { lazy, Suspense } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import type { EditorProps } from './MonacoEditor.tsx';
import { useInputColumns } from './useInputColumns.ts';
import { useLineProblems } from './useLineProblems.ts';

/** Four megabytes that nobody needs before they edit code. */
const MonacoEditor = lazy(() => import('./MonacoEditor.tsx'));

export type CodeEditorProps = Omit<EditorProps, 'columns' | 'problems'> & { readonly nodeId: string };

/** A code editor for a text of a node, which knows the node's input columns and what its last run said. */
export function CodeEditor({ nodeId, ...props }: CodeEditorProps) {
  const t = useMessages(messages);
  const columns = useInputColumns(nodeId);
  const problems = useLineProblems(nodeId);
  return (
    <Suspense
      fallback={
        <div role="status" aria-label={t('loading')} style={{ height: props.height ?? '100%' }}>
          <Skeleton className="h-full" />
        </div>
      }
    >
      <MonacoEditor {...props} columns={columns} problems={problems} />
    </Suspense>
  );
}
