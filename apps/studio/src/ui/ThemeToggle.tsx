import { Monitor, Moon, Sun } from 'lucide-react';
import { useMessages } from '../i18n/index.ts';
import { messages } from './messages.ts';
import { SegmentedControl } from './SegmentedControl.tsx';
import { setTheme, useTheme } from './theme.ts';

export function ThemeToggle() {
  const t = useMessages(messages);
  const { theme } = useTheme();
  return (
    <SegmentedControl
      label={t('theme')}
      value={theme}
      onValueChange={setTheme}
      options={[
        { value: 'light', label: t('light'), icon: Sun },
        { value: 'dark', label: t('dark'), icon: Moon },
        { value: 'system', label: t('system'), icon: Monitor },
      ]}
    />
  );
}
