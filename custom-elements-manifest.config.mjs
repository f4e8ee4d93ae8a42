// What the public elements offer, read from their source. Storybook's controls and API pages are made from it.
export default {
  globs: [
    'src/elements/*/*.element.ts',
    'src/elements/*/attn-*.ts',
    'src/elements/shared/events.ts',
  ],
  exclude: ['**/*.test.ts', '**/*.styles.ts', '**/*.view.ts'],
  litelement: true,
  outdir: '.',
};
