import { Keyboard, Languages, LogOut, Plus, Search, SunMoon } from 'lucide-react';
import { useLocation } from 'wouter';
import { useCommands, type Command } from '../commands/index.ts';
import { useLanguage, useMessages } from '../i18n/index.ts';
import { chooseLanguage, openDialog, signOut, useMe, useWorkspace } from '../shell/index.ts';
import { setTheme, useTheme } from '../ui/index.ts';
import { messages } from './messages.ts';
import { SECTIONS } from './sections.ts';

/** What can be done anywhere in a workspace. */
export function useGlobalCommands(): void {
  const t = useMessages(messages);
  const me = useMe();
  const language = useLanguage();
  const { shown } = useTheme();
  const { slug } = useWorkspace();
  const [, navigate] = useLocation();
  useCommands([
    {
      id: 'go.palette',
      title: t('palette'),
      group: 'go',
      icon: Search,
      shortcut: 'mod+k',
      hidden: true,
      run: () => openDialog('palette'),
    },
    {
      id: 'go.shortcuts',
      title: t('shortcuts'),
      group: 'go',
      icon: Keyboard,
      shortcut: '?',
      run: () => openDialog('shortcuts'),
    },
    ...SECTIONS.map(({ id, icon, path, shortcut }): Command => ({
      id: `go.${id}`,
      title: t(id),
      group: 'go',
      icon,
      shortcut,
      run: () => navigate(path(slug)),
    })),
    {
      id: 'person.theme',
      title: t(shown === 'dark' ? 'themeLight' : 'themeDark'),
      group: 'person',
      icon: SunMoon,
      run: () => setTheme(shown === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'person.language',
      title: t('otherLanguage'),
      group: 'person',
      icon: Languages,
      run: async () => await chooseLanguage(language === 'zh' ? 'en' : 'zh', me),
    },
    {
      id: 'person.new-workspace',
      title: t('newWorkspace'),
      group: 'person',
      icon: Plus,
      run: () => openDialog('new-workspace'),
    },
    {
      id: 'person.sign-out',
      title: t('signOut'),
      group: 'person',
      icon: LogOut,
      run: async () => await signOut(),
    },
  ]);
}
