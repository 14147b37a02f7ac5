import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessages } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { messages } from './messages.ts';
import { toast } from './toast.ts';

const SHOWN_MS = 2000;

/** Copies a text and says so. Browsers refuse without https or a gesture: then it says what to do instead. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useMessages(messages);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast(t('copyFailed'), { tone: 'danger' });
    }
  };
  return (
    <Button icon={copied ? Check : Copy} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? t('copied') : (label ?? t('copy'))}</span>
    </Button>
  );
}
