import { Keyboard, Languages, LogOut, Settings2, SunMoon } from 'lucide-react';
import { useLocation } from 'wouter';
import { LANGUAGES, useLanguage, useMessages } from '../i18n/index.ts';
import { Avatar, Menu, setTheme, THEMES, Tooltip, useTheme } from '../ui/index.ts';
import { openDialog } from './dialogs.ts';
import { chooseLanguage } from './language.ts';
import { useMe, usePerson } from './me.ts';
import { messages } from './messages.ts';
import { paths } from './paths.ts';
import { signOut } from './signOut.ts';
import { useWorkspace } from './workspace.ts';

const THEME_WORD = { light: 'themeLight', dark: 'themeDark', system: 'themeSystem' } as const;

/** Who one is, and what is one's own: language, theme, sessions. */
export function PersonMenu({ side = 'bottom' }: { readonly side?: 'top' | 'right' | 'bottom' }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const me = useMe();
  const { name, email, image } = usePerson();
  const { slug } = useWorkspace();
  const { theme } = useTheme();
  const [, navigate] = useLocation();
  return (
    <Menu
      side={side}
      align={side === 'bottom' ? 'end' : 'start'}
      header={
        <div className="mb-1 border-b border-line px-2 pt-1 pb-2">
          <p className="truncate font-medium">{name}</p>
          <p className="truncate text-sm text-ink-2">{email}</p>
        </div>
      }
      trigger={
        <button type="button" aria-label={t('person', { name })} className="rounded-full">
          <Tooltip label={name}>
            <Avatar name={name} image={image} size={26} />
          </Tooltip>
        </button>
      }
      items={[
        {
          id: 'settings',
          label: t('settings'),
          icon: Settings2,
          onSelect: () => navigate(paths.settings(slug, 'sessions')),
        },
        {
          id: 'theme',
          label: t('theme'),
          icon: SunMoon,
          items: THEMES.map((each) => ({
            id: each,
            label: t(THEME_WORD[each]),
            checked: each === theme,
            onSelect: () => setTheme(each),
          })),
        },
        {
          id: 'language',
          label: t('language'),
          icon: Languages,
          items: LANGUAGES.map((each) => ({
            id: each,
            label: t(each === 'en' ? 'english' : 'chinese'),
            checked: each === language,
            onSelect: () => void chooseLanguage(each, me),
          })),
        },
        {
          id: 'shortcuts',
          label: t('shortcuts'),
          icon: Keyboard,
          shortcut: '?',
          onSelect: () => openDialog('shortcuts'),
        },
        'separator',
        { id: 'out', label: t('signOut'), icon: LogOut, onSelect: () => void signOut() },
      ]}
    />
  );
}
