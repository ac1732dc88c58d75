import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const deck: MantineColorsTuple = [
  '#eef0fe',
  '#dde1fc',
  '#bcc4f8',
  '#98a5f3',
  '#8391f1',
  '#6475ea',
  '#5062d8',
  '#4253c4',
  '#3747a6',
  '#2b3884',
];

const dark: MantineColorsTuple = [
  '#e4e5e9',
  '#c6c8cf',
  '#a0a3ad',
  '#7a7d88',
  '#2e3037',
  '#222429',
  '#191a1e',
  '#101113',
  '#0b0c0d',
  '#060607',
];

/** Small type, tight controls, one accent: a console is read all day. */
export const theme = createTheme({
  primaryColor: 'deck',
  primaryShade: { light: 7, dark: 6 },
  colors: { deck, dark },
  black: '#1a1b1f',
  fontFamily: 'var(--font-geist-sans), system-ui, sans-serif',
  fontFamilyMonospace: 'var(--font-geist-mono), ui-monospace, monospace',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.125rem', lineHeight: '1.4' }, h2: { fontSize: '0.875rem', lineHeight: '1.4' } },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true, fz: 'xs' } },
    // The placeholder is a child that the role menu does not allow; and menus are part of the page's landmark.
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, portalProps: { target: '#main' } } },
    InputWrapper: { styles: { description: { fontSize: '0.75rem' }, error: { fontSize: '0.75rem' } } },
    ModalRoot: { defaultProps: { centered: true, radius: 'md' } },
    ModalOverlay: { defaultProps: { backgroundOpacity: 0.5 } },
    Modal: {
      styles: {
        content: { border: '1px solid var(--line)', background: 'var(--surface)' },
        header: { background: 'var(--surface)' },
      },
    },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
});

/** Mantine's greys are lighter than WCAG AA allows for text of this size. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#60636e',
    '--mantine-color-placeholder': '#6b6e79',
    '--mantine-color-default-border': '#dcdde3',
    '--mantine-color-error': 'var(--state-failed)',
    // Words in red: Mantine's own are too pale on white.
    '--mantine-color-red-light-color': 'var(--state-failed)',
    '--mantine-color-red-text': 'var(--state-failed)',
  },
  dark: {
    '--mantine-color-dimmed': '#a0a3ad',
    '--mantine-color-placeholder': '#8d909b',
    '--mantine-color-default-border': '#2e3037',
    '--mantine-color-error': 'var(--state-failed)',
    '--mantine-color-red-light-color': 'var(--state-failed)',
    '--mantine-color-red-text': 'var(--state-failed)',
  },
});
