import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect } from 'react';
import { Toaster } from 'sonner';
import { useMessages } from '../i18n/index.ts';
import { messages } from './messages.ts';
import { useTheme } from './theme.ts';
import { toastsStand } from './toast.ts';

const look = {
  toast:
    'flex w-90 items-center gap-2.5 rounded-md border border-line bg-raised px-3 py-2.5 font-sans text-base text-ink shadow-raised',
  title: 'font-normal',
  actionButton:
    'ml-auto h-6 shrink-0 rounded-md border border-line-strong bg-surface px-2 text-sm font-medium hover:bg-hover',
};

/** The list of toasts. Its first effect runs when it listens, so nothing that is said before is lost. */
export function ToastPlace() {
  const t = useMessages(messages);
  const { shown } = useTheme();
  useEffect(toastsStand, []);
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
