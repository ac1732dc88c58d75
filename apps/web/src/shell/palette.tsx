'use client';

import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { formatSearch, needsOf, parseSearch, type Role, roles } from '@raydeck/core';
import {
  IconBolt,
  IconCornerDownRight,
  IconFilter,
  IconKeyboard,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { KeyWords } from '../keys/keys-help.tsx';
import { useLive } from '../live/live-provider.tsx';
import { hrefOfSearch } from '../tasks/search-href.ts';
import { looksLikeId } from './looks-like-id.ts';
import { otherPlaces, places } from './places.ts';
import { useFind } from './use-find.ts';

const iconSize = 16;

interface Props {
  role: Role;
  onHelp: () => void;
  /** Whether it was asked for yet; it closes by itself. */
  opened: boolean;
  /** How often it was asked for; opens it each time, the first time as well. */
  asked: number;
}

/** Everything by its name, from everywhere: pages, actions, a pasted id, a filter of the task list. */
export function Palette({ role, onHelp, opened, asked }: Props) {
  useEffect(() => {
    if (opened) spotlight.open();
  }, [opened, asked]);
  const router = useRouter();
  const actions = useActions(role, onHelp);
  const { find } = useFind();
  const searches = (query: string): SpotlightActionData[] => {
    const text = query.trim();
    if (text === '') return [];
    if (looksLikeId(text)) {
      const label = 'Go to the task, attempt or Ray job with this id';
      return [
        {
          id: 'jump',
          label,
          description: text,
          leftSection: <IconSearch size={iconSize} />,
          onClick: () => find(text),
        },
      ];
    }
    const search = parseSearch(text);
    if (search.problems.length > 0) return [];
    const label = search.text === null ? 'Filter tasks' : 'Search error messages';
    const onClick = () => router.push(hrefOfSearch(search));
    const leftSection = <IconFilter size={iconSize} aria-hidden />;
    return [{ id: 'search', label, description: formatSearch(search), leftSection, onClick }];
  };
  return (
    <Spotlight
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      actions={actions}
      filter={(query, all) => {
        const words = query.toLowerCase().trim().split(/\s+/);
        const matching = all.filter(
          (action) => 'label' in action && words.every((word) => wordsOf(action).includes(word)),
        );
        return [...matching, ...searches(query)];
      }}
      nothingFound="Nothing has this name"
      scrollable
      maxHeight={420}
      yOffset={90}
      centered={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.5 }}
      searchProps={{
        placeholder: 'Page, action, id, or a filter such as state:failed',
        'aria-label': 'Page, action, id or filter',
        leftSection: <IconSearch size={iconSize} aria-hidden />,
      }}
    />
  );
}

function useActions(role: Role, onHelp: () => void): SpotlightActionData[] {
  const router = useRouter();
  const { state, setPaused } = useLive();
  const { setColorScheme } = useMantineColorScheme();
  const shown = places.filter((place) => !('role' in place) || place.role === role);
  const pages = [...shown, ...otherPlaces].map((place) => ({ ...place, shortcut: 'key' in place ? place.key : null }));
  const going = pages.map(({ href, label, icon: Icon, shortcut }) => ({
    id: href,
    label,
    keywords: ['go to'],
    rightSection: shortcut && <KeyWords keys={`g ${shortcut}`} />,
    leftSection: <Icon size={iconSize} stroke={1.7} aria-hidden />,
    onClick: () => router.push(href),
  }));
  const act = (id: string, label: string, Icon: typeof IconPlus, onClick: () => void): SpotlightActionData => ({
    id,
    label,
    leftSection: <Icon size={iconSize} stroke={1.7} aria-hidden />,
    onClick,
  });
  const mayEnqueue = roles.indexOf(role) >= roles.indexOf(needsOf('task.enqueue').role);
  const isPaused = state === 'paused';
  return [
    ...going,
    ...(mayEnqueue ? [act('enqueue', 'Enqueue task', IconPlus, () => router.push('/tasks/new'))] : []),
    act('failed', 'Failed tasks of the last hour', IconCornerDownRight, () =>
      router.push('/tasks?state=failed&finished-after=1h'),
    ),
    act('live', isPaused ? 'Resume live updates' : 'Pause live updates', IconBolt, () => setPaused(!isPaused)),
    act('light', 'Light theme', IconSun, () => setColorScheme('light')),
    act('dark', 'Dark theme', IconMoon, () => setColorScheme('dark')),
    act('keys', 'Keys of this page', IconKeyboard, onHelp),
  ];
}

function wordsOf({ label, description, keywords }: SpotlightActionData): string {
  return `${label ?? ''} ${description ?? ''} ${String(keywords ?? '')}`.toLowerCase();
}
