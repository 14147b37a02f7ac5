import { CircleCheck, CircleX } from 'lucide-react';
import { Toaster } from 'sonner';
import { useMessages } from '../i18n/index.ts';
import { messages } from './messages.ts';
import { useTheme } from './theme.ts';

const look = {
  toast:
    'flex w-90 items-center gap-2.5 rounded-md border border-line bg-raised px-3 py-2.5 font-sans text-base text-ink shadow-raised',
  title: 'font-normal',
  actionButton:
    'ml-auto h-6 shrink-0 rounded-md border border-line-strong bg-surface px-2 text-sm font-medium hover:bg-hover',
};

/** Where toasts appear. Once around the studio; ⌥T goes to it by keyboard. */
export function Toasts() {
  const t = useMessages(messages);
  const { shown } = useTheme();
  return (
    <Toaster
      theme={shown}
      position="bottom-center"
      containerAriaLabel={t('notifications')}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-succeeded" />,
        error: <CircleX aria-hidden className="size-4 text-failed" />,
      }}
      toastOptions={{ unstyled: true, classNames: look }}
    />
  );
}
