import type { ja } from '../ja.ts'

export const frame: typeof ja.frame = {
  product: 'Akashi',
  titleEnd: 'Akashi',
  skip: 'Skip to the content',
  demo: 'Demo. All people, firms and results are invented.',
  mainPages: 'Main pages',
  verify: 'Verify',
  badges: 'Badges',
  employers: 'Declared employers',
  signIn: 'Sign in',
  otherLanguage: '日本語',
  noteOnDomain: (host) => `Check that the address of this page begins with ${host}.`,
  stepsLabel: (count) => `${count} steps`,
  stepMark: (number, state) => `Step ${number}${state === 'done' ? ', done' : state === 'current' ? ', now' : ''}`,
}
