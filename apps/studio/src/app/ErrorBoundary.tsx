import { RotateCcw, Unplug } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useMessages } from '../i18n/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { messages } from './messages.ts';

interface Props {
  readonly children: ReactNode;
  /** Another value is another try: the path of the page, for one. */
  readonly of?: string;
}

interface State {
  readonly error: Error | null;
  readonly of: string | undefined;
}

/** Keeps a fault where it happened: the rest of the page goes on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.of === state.of ? null : { error: null, of: props.of };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Crashed error={this.state.error} />;
  }
}

function Crashed({ error }: { readonly error: Error }) {
  const t = useMessages(messages);
  return (
    <div role="alert" className="p-6">
      <EmptyState
        icon={Unplug}
        title={t('crashed')}
        text={t('crashedText', { message: error.message })}
        action={
          <Button variant="primary" icon={RotateCcw} onClick={() => location.reload()}>
            {t('reload')}
          </Button>
        }
      />
    </div>
  );
}
