import type { ReactNode } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Button, Dialog, ErrorNote } from '../../ui/index.ts';
import { messages } from './messages.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What happens, and what stays. */
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks first. Only for what nobody could undo; everything else offers Undo afterwards. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, busy, error, onConfirm, onClose } = props;
  const t = useMessages(messages);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        <ErrorNote error={error} />
      </div>
    </Dialog>
  );
}
