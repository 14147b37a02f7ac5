import clsx from 'clsx';
import { PanelRightClose, X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useSelection } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { IconButton, Skeleton } from '../../ui/index.ts';
import { DocumentInspector } from './DocumentInspector.tsx';
import { messages } from './messages.ts';

/** Forms: needed with the first selection, and loaded before that when there is time. */
export const inspectorForms = () => import('./NodeInspector.tsx');
const NodeInspector = lazy(async () => ({ default: (await inspectorForms()).NodeInspector }));
const ManyInspector = lazy(async () => ({ default: (await import('./ManyInspector.tsx')).ManyInspector }));

export interface InspectorProps {
  /** Over the document instead of beside it, where both have no room. */
  readonly over?: boolean;
  readonly close?: { readonly label: string; readonly run: () => void };
}

/** Everything about what is selected: one node, several, or the document when nothing is. */
export function Inspector({ over = false, close }: InspectorProps) {
  const t = useMessages(messages);
  const { nodes } = useSelection();
  const [first] = nodes;
  return (
    <aside
      aria-label={t('inspector')}
      data-testid="inspector"
      onKeyDown={(event) => {
        if (over && event.key === 'Escape' && !event.defaultPrevented) close?.run();
      }}
      className={clsx(
        'w-80 max-w-full shrink-0 overflow-y-auto border-l border-line bg-surface print:hidden',
        // Headers keep clear of the button that closes.
        '[&_header]:pr-12',
        over ? 'absolute inset-y-0 right-0 z-20 shadow-raised' : 'relative',
      )}
    >
      {close !== undefined && (
        <IconButton
          icon={over ? X : PanelRightClose}
          label={close.label}
          className="absolute top-2 right-2 z-10"
          onClick={close.run}
        />
      )}
      <Suspense fallback={<Waiting />}>
        {first === undefined ? (
          <DocumentInspector />
        ) : nodes.size === 1 ? (
          // Another node is another form: nothing typed into one may show in the other.
          <NodeInspector key={first} nodeId={first} />
        ) : (
          <ManyInspector ids={nodes} />
        )}
      </Suspense>
    </aside>
  );
}

const Waiting = () => (
  <div aria-busy className="space-y-3 p-4">
    <Skeleton className="h-5 w-40" />
    <Skeleton className="h-16" />
    <Skeleton className="h-16" />
  </div>
);
