import type { ViewProps } from '@weft/nodes/view-types';
import { Component, type ReactNode } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { useView } from './useView.ts';

/** The picture of a step. One that cannot be drawn takes nothing else down with it. */
export function ViewFrame(props: ViewProps) {
  const view = useView(props.step.type);
  if (view === null) return <Skeleton className="h-24" />;
  // Another artifact is another chance.
  const key = JSON.stringify(Object.values(props.step.outputs).map(({ hash }) => hash));
  return (
    <Fence key={key}>
      <view.View {...props} />
    </Fence>
  );
}

class Fence extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const t = useMessages(messages);
  return (
    <p role="alert" className="py-2 text-sm text-failed">
      {t('view-failed')}
    </p>
  );
}
