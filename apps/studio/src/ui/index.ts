/** Dumb, styled parts. They know tokens and languages, and nothing of documents or runs. */
export { Avatar, AvatarStack, type AvatarProps, type AvatarStackProps } from './Avatar.tsx';
export { Badge, type BadgeProps, type Tone } from './Badge.tsx';
export { Button, type ButtonProps, type ButtonVariant } from './Button.tsx';
export { Checkbox, type CheckboxProps } from './Checkbox.tsx';
export { Code } from './Code.tsx';
export { CopyButton } from './CopyButton.tsx';
export { CopyableCommand, CopyableLine } from './Copyable.tsx';
export { DataTable, type DataColumn, type DataTableProps, type Sort } from './DataTable.tsx';
export { Dialog, type DialogProps } from './Dialog.tsx';
export { EmptyState, type EmptyStateProps } from './EmptyState.tsx';
export { ErrorNote, type ErrorNoteProps } from './ErrorNote.tsx';
export { Field, type FieldProps } from './Field.tsx';
export { GraphThumbnail, type GraphThumbnailProps } from './GraphThumbnail.tsx';
export { IconButton, type IconButtonProps } from './IconButton.tsx';
export { Input, type InputProps } from './Input.tsx';
export { Kbd } from './Kbd.tsx';
export { LoadMore, type LoadMoreProps } from './LoadMore.tsx';
export {
  ContextMenu,
  Menu,
  type ContextMenuProps,
  type MenuAction,
  type MenuItem,
  type MenuProps,
  type Submenu,
} from './Menu.tsx';
export { PasswordInput } from './PasswordInput.tsx';
export { Popover, type PopoverProps } from './Popover.tsx';
export { ProgressBar, type ProgressBarProps } from './ProgressBar.tsx';
export { SegmentedControl, type SegmentedControlProps } from './SegmentedControl.tsx';
export { Select, type SelectProps } from './Select.tsx';
export { sentenceOf, useSentence } from './sentence.ts';
export { Skeleton } from './Skeleton.tsx';
export { Spinner } from './Spinner.tsx';
export { STAGE_LOOK, StageIcon } from './StageIcon.tsx';
export { isStatus, STATUS_LOOK, STATUSES, statusWord, type Status } from './status.ts';
export { StatusBadge, StatusIcon, useStatusWord } from './StatusBadge.tsx';
export { Switch, type SwitchProps } from './Switch.tsx';
export { Tabs, type TabsProps } from './Tabs.tsx';
export { TextArea } from './TextArea.tsx';
export { setTheme, startTheme, THEMES, useTheme, type Theme } from './theme.ts';
export { ThemeToggle } from './ThemeToggle.tsx';
export { toast, type ToastOptions } from './toast.ts';
export { Toasts } from './Toasts.tsx';
export { Tooltip, TooltipProvider, type TooltipProps } from './Tooltip.tsx';
export { useSettled } from './useSettled.ts';
export { useMediaQuery } from './useMediaQuery.ts';
export { ariaShortcut, isMac, keyCaps, matches, parseShortcut, type Shortcut } from './shortcut.ts';
