import { chooseLanguage, useMe } from '../../../shell/index.ts';
import { useLanguage, useMessages } from '../../../i18n/index.ts';
import { SegmentedControl, ThemeToggle, toast, useSentence } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';
import { messages } from './messages.ts';

/** Each in its own language, so that it is found by whoever reads it. */
const LANGUAGE_NAMES = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '简体中文' },
] as const;

export function AppearanceTab() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const me = useMe();
  const language = useLanguage();
  return (
    <>
      <Section title={t('theme')} text={t('theme-text')}>
        <div>
          <ThemeToggle />
        </div>
      </Section>
      <Section title={t('language')} text={t('language-text')}>
        <div>
          <SegmentedControl
            label={t('language')}
            value={language}
            onValueChange={(next) =>
              void chooseLanguage(next, me).catch((error: unknown) =>
                toast(sentence(error), { tone: 'danger' }),
              )
            }
            options={LANGUAGE_NAMES}
          />
        </div>
      </Section>
    </>
  );
}
