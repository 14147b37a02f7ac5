import { chooseLanguage, useMe } from '../../app/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { SegmentedControl, ThemeToggle } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { Section } from './Section.tsx';

export function AppearanceTab() {
  const t = useMessages(messages);
  const me = useMe();
  const language = useLanguage();
  return (
    <>
      <Section title={t('theme')} text={t('themeText')}>
        <div>
          <ThemeToggle />
        </div>
      </Section>
      <Section title={t('language')} text={t('languageText')}>
        <div>
          <SegmentedControl
            label={t('language')}
            value={language}
            onValueChange={(next) => void chooseLanguage(next, me)}
            options={LANGUAGE_NAMES}
          />
        </div>
      </Section>
    </>
  );
}

/** Each in its own language, so that it is found by whoever reads it. */
const LANGUAGE_NAMES = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '简体中文' },
] as const;
